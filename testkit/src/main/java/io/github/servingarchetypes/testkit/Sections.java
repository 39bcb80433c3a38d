package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What an organisation's archetype may build on: the names of hooks, of sections and of variables. */
public final class Sections {

    private static final Pattern VARIABLE = Pattern.compile("(?m)^#set\\(\\$(\\w+) = ");

    private Sections() {}

    /**
     * Lists them, one a line, sorted.
     *
     * @param classes what goes into the jar of an archetype
     */
    public static String in(Path classes) {
        TreeSet<String> lines = new TreeSet<>();
        try (Stream<Path> walk = Files.walk(classes)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                String path = classes.relativize(file).toString().replace('\\', '/');
                if (path.matches("(META-INF|archetype-resources)/.*|checks\\.vm")) {
                    continue;
                }
                String text = TextFile.read(file);
                boolean hook = path.endsWith(".vm") && text.lines().allMatch(line -> line.startsWith("##"));
                lines.add((hook ? "hook " : "section ") + path);
                if (path.endsWith(".vm")) {
                    VARIABLE.matcher(text).results().forEach(variable -> lines.add("variable " + variable.group(1)));
                }
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        assertThat(lines).as("sections in %s", classes).anyMatch(line -> line.startsWith("section "));
        return String.join("\n", lines) + "\n";
    }
}
