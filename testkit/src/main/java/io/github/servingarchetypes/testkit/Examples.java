package io.github.servingarchetypes.testkit;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The generated repositories that are committed, in examples/ of the project: of each archetype the one with all
 * defaults, and the one with conda. Other cases are committed as diffs against one of them: src/it/CASE/example.diff.
 */
public final class Examples {

    private static final ArchetypeUnderTest ARCHETYPE = ArchetypeUnderTest.current();
    private static final int CONTEXT_LINES = 1;

    private Examples() {}

    /** The cases that are committed whole. */
    public static final List<String> CASES = List.of("requirements", "conda-build");

    /** The cases that are committed as diffs. */
    public static final List<String> DIFFS = List.of("conda-startup", "gpu");

    /** Tells whether this run writes the examples anew, instead of comparing them: -Dexamples=write. */
    public static boolean areWritten() {
        return "write".equals(System.getProperty("examples"));
    }

    /** Returns the folder of a case that is committed whole, such as examples/mlserver-conda. */
    public static Path folder(String caseName) {
        String suffix = caseName.equals("requirements") ? "" : "-" + caseName.replaceFirst("-build$", "");
        return ARCHETYPE.project().resolve("examples").resolve(ARCHETYPE.name() + suffix);
    }

    /** Returns the file of a case that is committed as a diff. */
    public static Path diffFile(String caseName) {
        return ARCHETYPE.cases().resolve(caseName).resolve("example.diff");
    }

    /** Returns the case that a case is nearest to, of those that are committed whole. */
    public static String nearestTo(String caseName) {
        return caseName.startsWith("conda-") ? "conda-build" : "requirements";
    }

    /** Copies a repository to a folder; what was there is gone. */
    public static void write(GeneratedRepository repository, Path folder) {
        Command.of("rm", "-rf", folder.toString()).run().succeeded();
        try {
            for (String file : repository.files()) {
                Path copy = folder.resolve(file);
                Files.createDirectories(copy.getParent());
                Files.copy(repository.file(file), copy);
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** Returns what one repository has otherwise than another, as a unified diff, file by file. */
    public static String diff(GeneratedRepository from, GeneratedRepository to) {
        TreeSet<String> files = new TreeSet<>(from.files());
        files.addAll(to.files());
        return files.stream().flatMap(file -> diff(from, to, file)).map(line -> line + "\n").collect(Collectors.joining());
    }

    private static Stream<String> diff(GeneratedRepository from, GeneratedRepository to, String file) {
        List<String> before = lines(from, file);
        List<String> after = lines(to, file);
        return UnifiedDiffUtils.generateUnifiedDiff(
                from.files().contains(file) ? "a/" + file : "/dev/null",
                to.files().contains(file) ? "b/" + file : "/dev/null",
                before, DiffUtils.diff(before, after), CONTEXT_LINES).stream();
    }

    private static List<String> lines(GeneratedRepository repository, String file) {
        return repository.files().contains(file) ? repository.text(file).lines().toList() : List.of();
    }
}
