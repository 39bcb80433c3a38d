package io.github.servingarchetypes.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The archetypes as the local repository has them. The build tells, by system properties, which Maven runs it
 * (maven.home), where its repository is (maven.repo.local), and the versions.
 */
public final class Archetype {

    private Archetype() {}

    /**
     * Runs archetype:generate in a folder.
     *
     * @param archetype such as mlserver-archetype
     * @param answers the properties, by name; the others have their defaults
     * @return how Maven ended, whether it worked or not
     */
    public static Command.Result generate(Path folder, String archetype, Map<String, String> answers) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(), "-B", "-o",
                "-Dstyle.color=never",
                "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                "org.apache.maven.plugins:maven-archetype-plugin:" + System.getProperty("archetype.version") + ":generate",
                "-DarchetypeGroupId=io.github.serving-archetypes",
                "-DarchetypeArtifactId=" + archetype,
                "-DarchetypeVersion=" + System.getProperty("project.version")));
        answers.forEach((name, value) -> words.add("-D" + name + "=" + value));
        return Command.of(words).in(folder).run();
    }
}
