package io.github.servingarchetypes.maven.update;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * How git stores the line ends of the folder's files: what is rendered gets the same, else every line would differ. Maven
 * renders with the line ends of the machine.
 */
final class LineEnds {

    private final Set<String> windows;
    private final Set<String> others;

    private LineEnds(Set<String> windows, Set<String> others) {
        this.windows = windows;
        this.others = others;
    }

    static LineEnds of(Repository repository) {
        Set<String> windows = new HashSet<>();
        Set<String> others = new HashSet<>();
        for (String line : repository.git().run("ls-files", "--eol", "-z", "--", ".").fields()) {
            (line.startsWith("i/crlf") ? windows : others).add(line.substring(line.indexOf('\t') + 1));
        }
        return new LineEnds(windows, others);
    }

    /**
     * Rewrites the text files below a folder.
     *
     * @param committed returns the path that git has for a path of the folder; a file that git does not have gets the
     *     line ends of most
     */
    void bringTo(Path folder, UnaryOperator<String> committed) throws IOException {
        List<Path> files;
        try (var walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            // Byte for byte: no encoding has to be known.
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            if (text.indexOf('\0') < 0) {
                String unix = text.replace("\r\n", "\n");
                String path = committed.apply(folder.relativize(file).toString().replace('\\', '/'));
                boolean crlf = windows.contains(path) || !others.contains(path) && windows.size() > others.size();
                Files.write(file, (crlf ? unix.replace("\n", "\r\n") : unix).getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }
}
