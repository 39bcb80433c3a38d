package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.Checks;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Image;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.RunningContainer;
import io.github.servingarchetypes.testkit.Tool;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No model can take the name of a module that Python or the server has: its checks know them all. */
@Requires(Tool.DOCKER)
class ModuleNamesIT {

    /** What could be imported in the container; modules that begin with an underscore cannot be names of models. */
    private static final String LIST = """
            import pkgutil, sys
            names = {module.name for module in pkgutil.iter_modules()} | set(sys.stdlib_module_names)
            print("\\n".join(sorted(name for name in names if name.isidentifier() and name[0].isalpha())))
            """;


    @Test
    void areRefusedAsNamesOfModels() {
        List<String> modules;
        try (RunningContainer container = Image.of(GeneratedRepository.of("requirements")).run()) {
            // From another folder: in its own, the repository's files are modules, and model names may be those.
            modules = container.execute("sh", "-c", "cd / && exec python3 -c \"$0\"", LIST).succeeded()
                    .output().lines().toList();
        }
        assertThat(modules).contains("json", "numpy").hasSizeGreaterThan(200);
        List<Checks.Check> checks = Checks.of(ArchetypeUnderTest.current()).forProperty("modelName");
        assertThat(modules).allSatisfy(module ->
                assertThat(checks).anyMatch(check -> !module.matches(check.pattern())));
    }
}
