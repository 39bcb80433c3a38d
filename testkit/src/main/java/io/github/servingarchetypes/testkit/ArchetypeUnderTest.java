package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/**
 * The archetype that the contracts run for: the module in whose folder Failsafe starts them. All that is asked of it is
 * what its build made.
 */
public final class ArchetypeUnderTest {

    private static final ArchetypeUnderTest CURRENT = new ArchetypeUnderTest(Path.of("").toAbsolutePath());

    private final Path module;

    private ArchetypeUnderTest(Path module) {
        this.module = module;
    }

    /** Returns the archetype of this run. */
    public static ArchetypeUnderTest current() {
        return CURRENT;
    }

    /** Returns another archetype, by its module's folder. */
    public static ArchetypeUnderTest in(Path module) {
        return new ArchetypeUnderTest(module);
    }

    /** Returns the folder of the project: the parent of all modules. */
    public Path project() {
        return module.getParent();
    }

    /** Returns its artifactId, which is also the name of its folder, such as mlserver-archetype. */
    public String artifactId() {
        return module.getFileName().toString();
    }

    /** Returns its artifactId without "-archetype": mlserver. The tables and examples/ name it so. */
    public String name() {
        return artifactId().replaceFirst("-archetype$", "");
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
     * Returns what only its runtime knows: the one ServingRuntime of the module's test classes.
     *
     * @throws AssertionError if META-INF/services names none, or more than one
     */
    public ServingRuntime runtime() {
        List<ServingRuntime> runtimes = ServiceLoader.load(ServingRuntime.class).stream()
                .map(ServiceLoader.Provider::get).toList();
        assertThat(runtimes).as("src/test/resources/META-INF/services/%s", ServingRuntime.class.getName()).hasSize(1);
        return runtimes.get(0);
    }
}
