package io.github.servingarchetypes.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run of archetype:generate, in batch mode, by a real Maven on an archetype of the local repository. Unless told
 * otherwise it is the Maven, the JDK and the plugin of the build, which says by system properties what they are
 * (maven.home, maven.repo.local, archetype.version, project.version).
 */
public final class Generate {

    private static final String FAST_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private final String archetype;
    private final Map<String, String> answers = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Path mavenHome = Path.of(System.getProperty("maven.home"));
    private String plugin = System.getProperty("archetype.version");
    private boolean prompts;

    private Generate(String archetype) {
        this.archetype = archetype;
        environment.put("MAVEN_OPTS", FAST_START);
    }

    /** @param archetype such as mlserver-archetype */
    public static Generate by(String archetype) {
        return new Generate(archetype);
    }

    /** By the archetype under test. */
    public static Generate byThisArchetype() {
        return by(ArchetypeUnderTest.current().artifactId());
    }

    /** Gives a property, as -D does; the others have their defaults. */
    public Generate with(String property, String value) {
        answers.put(property, value);
        return this;
    }

    /** Gives properties, as -D does. */
    public Generate with(Map<String, String> properties) {
        answers.putAll(properties);
        return this;
    }

    /** @param version of maven-archetype-plugin */
    public Generate plugin(String version) {
        plugin = version;
        return this;
    }

    /** @param home the folder of a Maven */
    public Generate maven(Path home) {
        mavenHome = home;
        return this;
    }

    /** @param home the folder of a JDK */
    public Generate java(Path home) {
        return environment("JAVA_HOME", home.toString());
    }

    /** Sets a variable of Maven's environment. */
    public Generate environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Has Maven ask what is not given: interactive mode. */
    public Generate prompts() {
        prompts = true;
        return this;
    }

    /** The command line, word by word. */
    public List<String> words() {
        List<String> words = new ArrayList<>(List.of(
                mavenHome.resolve("bin/mvn").toString(),
                "--no-transfer-progress",
                "-Dstyle.color=never",
                "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                "org.apache.maven.plugins:maven-archetype-plugin:" + plugin + ":generate",
                "-DarchetypeCatalog=local",
                "-DarchetypeGroupId=" + System.getProperty("project.groupId", ArchetypeUnderTest.GROUP),
                "-DarchetypeArtifactId=" + archetype,
                "-DarchetypeVersion=" + System.getProperty("project.version")));
        if (!prompts) {
            words.add(1, "--batch-mode");
        }
        answers.forEach((name, value) -> words.add("-D" + name + "=" + value));
        return words;
    }

    /** Runs it in a folder, to its end; it may work or not. */
    public Command.Result runIn(Path folder) {
        return Command.of(words()).in(folder).with(environment).run();
    }
}
