package io.github.servingarchetypes.maven.overlay;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Files by their paths with slashes: what is in a jar, in a folder, or will be. */
final class Entries {

    private static final Pattern LITTER = Pattern.compile("\\.DS_Store|Thumbs\\.db|.*~|\\..*\\.sw[op]");

    private final Map<String, byte[]> byPath = new TreeMap<>();

    static Entries ofJar(Path file) {
        Entries entries = new Entries();
        try (JarFile jar = new JarFile(file.toFile())) {
            for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements();) {
                JarEntry entry = all.nextElement();
                if (!entry.isDirectory()) {
                    try (InputStream stream = jar.getInputStream(entry)) {
                        entries.put(entry.getName(), stream.readAllBytes());
                    }
                }
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        return entries;
    }

    /** Reads a folder, without what a desktop or an editor leaves in it; one that is not there has no files. */
    static Entries ofFolder(Path folder) {
        Entries entries = new Entries();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (LITTER.matcher(file.getFileName().toString()).matches()) {
                        continue;
                    }
                    entries.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
                }
            } catch (IOException error) {
                throw new UncheckedIOException(error);
            }
        }
        return entries;
    }

    /** Writes all into a folder, which then has nothing else. */
    void writeTo(Path folder) {
        try {
            if (Files.exists(folder)) {
                Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException error) throws IOException {
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
            }
            for (Map.Entry<String, byte[]> entry : byPath.entrySet()) {
                Path file = folder.resolve(entry.getKey());
                Files.createDirectories(file.getParent());
                Files.write(file, entry.getValue());
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    boolean has(String path) {
        return byPath.containsKey(path);
    }

    byte[] get(String path) {
        return byPath.get(path);
    }

    /** Returns a text with lines that end as on Unix, without a byte order mark. */
    String text(String path) {
        return new String(byPath.get(path), StandardCharsets.UTF_8).replaceFirst("^\ufeff", "").replace("\r\n", "\n");
    }

    /** Returns the first line of a text that is not UTF-8. */
    Optional<Integer> lineThatIsNotUtf8(String path) {
        ByteBuffer bytes = ByteBuffer.wrap(byPath.get(path));
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(bytes, CharBuffer.allocate(bytes.remaining() + 1), true);
        return result.isError()
                ? Optional.of(1 + (int) new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).chars().filter(c -> c == '\n').count())
                : Optional.empty();
    }

    void put(String path, byte[] bytes) {
        byPath.put(path, bytes);
    }

    void put(String path, String text) {
        put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    void remove(String path) {
        byPath.remove(path);
    }

    void putAll(Entries other) {
        byPath.putAll(other.byPath);
    }

    List<String> paths() {
        return List.copyOf(byPath.keySet());
    }

    Stream<String> stream() {
        return byPath.keySet().stream();
    }

    boolean isEmpty() {
        return byPath.isEmpty();
    }
}
