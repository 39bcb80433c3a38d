package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The archetype that the contracts run for: the module in whose folder Failsafe starts them. All that is asked of it is
 * what its build made.
 */
public final class ArchetypeUnderTest {

    /** The groupId of this project. */
    static final String GROUP = "io.github.serving-archetypes";

    private static final Path FOLDER = Path.of("").toAbsolutePath();
    private static final ArchetypeUnderTest CURRENT = new ArchetypeUnderTest(
            FOLDER, System.getProperty("project.artifactId", FOLDER.getFileName().toString()));
    private static final Pattern SERVER = Pattern.compile("#set\\(\\$serverArchetype = \"(.+)\"\\)");

    private final Path module;
    private final String artifactId;

    private ArchetypeUnderTest(Path module, String artifactId) {
        this.module = module;
        this.artifactId = artifactId;
    }

    /** Returns the archetype of this run. */
    public static ArchetypeUnderTest current() {
        return CURRENT;
    }

    /** Returns another archetype, by its module's folder, which has its name. */
    public static ArchetypeUnderTest in(Path module) {
        return new ArchetypeUnderTest(module, module.getFileName().toString());
    }

    /** Returns the folder of the project: the parent of all modules. */
    public Path project() {
        return module.getParent();
    }

    /** Returns its artifactId, such as mlserver-archetype. */
    public String artifactId() {
        return artifactId;
    }

    /** Returns the artifactId of the archetype for its server: its own, or that of the one that it is built over. */
    public String serverArchetype() {
        Matcher server = SERVER.matcher(TextFile.read(target().resolve("classes/shared/archetype.vm")));
        assertThat(server.find()).as("serverArchetype in archetype.vm of %s", module).isTrue();
        return server.group(1);
    }

    /** Tells whether it is an organisation's own, built over one of this project's. */
    public boolean isAnOrganisations() {
        return !System.getProperty("project.groupId", GROUP).equals(GROUP);
    }

    /** Returns what the tables and examples/ call it: the server's artifactId without "-archetype", such as mlserver. */
    public String name() {
        return serverArchetype().replaceFirst("-archetype$", "");
    }

    /** Returns the folder of its test cases: src/it. */
    public Path cases() {
        return module.resolve("src/it");
    }

    /** Returns the folder that its build writes to: target. */
    public Path target() {
        return module.resolve("target");
    }

    /** Returns its jar, as it is built. */
    public Path jar() {
        return target().resolve(artifactId() + "-" + System.getProperty("project.version") + ".jar");
    }

    /** Returns its descriptor, as it is built. */
    public Descriptor descriptor() {
        return Descriptor.read(target().resolve("classes").resolve(Descriptor.ENTRY));
    }

    /** Returns the text of its checks, as they are built. */
    public Path checks() {
        return target().resolve("classes").resolve(Checks.ENTRY);
    }

    /**
     * Returns what only its runtime knows.
     *
     * @throws AssertionError if META-INF/services names no ServingRuntime of its server, or more than one
     */
    public ServingRuntime runtime() {
        List<ServingRuntime> runtimes = ServiceLoader.load(ServingRuntime.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(runtime -> runtime.archetype().equals(serverArchetype())).toList();
        assertThat(runtimes).as("%s of %s in META-INF/services", ServingRuntime.class.getName(), serverArchetype()).hasSize(1);
        return runtimes.get(0);
    }
}
