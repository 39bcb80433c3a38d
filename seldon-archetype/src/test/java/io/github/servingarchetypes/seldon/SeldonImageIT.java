package io.github.servingarchetypes.seldon;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Image;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.RunningContainer;
import io.github.servingarchetypes.testkit.Tool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the image has that its base image lacks. */
@Requires(Tool.DOCKER)
class SeldonImageIT {

    private static final String UNCOMPILED_MODULES = """
            import importlib.util, json, os, subprocess
            compiled = importlib.util.cache_from_source
            print([m.__name__ for m in (json, os, subprocess) if not os.path.exists(compiled(m.__file__))])
            """;

    /** Without, Python would compile it at each start: it cannot keep the files under a read-only root. */
    @ParameterizedTest
    @ValueSource(strings = {"requirements", "conda-startup"})
    void pythonsLibraryIsCompiled(String caseName) {
        try (RunningContainer container = Image.of(GeneratedRepository.of(caseName)).run("--read-only", "--tmpfs", "/tmp:exec")) {
            assertThat(container.execute("python3", "-c", UNCOMPILED_MODULES).succeeded().output().strip()).isEqualTo("[]");
        }
    }
}
