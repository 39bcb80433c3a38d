package io.github.servingarchetypes.maven.update;

import io.github.servingarchetypes.maven.Refusal;
import io.github.servingarchetypes.testkit.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An update in a process of its own, which a test can kill, or give another environment. */
final class OtherProcess {

    private OtherProcess() {}

    /**
     * @param jars the folder of the archetype's versions 0.1.0 and 0.2.0
     */
    static Command update(Path repository, Path jars, String archetype) {
        return Command.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dproject.version=" + System.getProperty("project.version"),
                "-Djava.io.tmpdir=" + temporary(jars), "-cp", System.getProperty("java.class.path"), OtherProcess.class.getName(),
                repository.toString(), jars.toString(), archetype);
    }

    /** The process's folder of temporary files, below that of the jars. */
    static Path temporary(Path jars) {
        try {
            return Files.createDirectories(jars.resolve("tmp"));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    public static void main(String[] words) throws Exception {
        Versions versions = new Versions(Path.of(words[1]));
        versions.use(words[2], "0.1.0");
        versions.use(words[2], "0.2.0");
        try {
            new Update(Path.of(words[0]), versions, System.out::println)
                    .run(new Update.Request(null, "0.2.0", Map.of(), false, false));
        } catch (Refusal refusal) {
            System.out.println(refusal.getMessage());
            System.exit(1);
        }
    }
}
