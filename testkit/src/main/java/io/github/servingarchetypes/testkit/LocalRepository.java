package io.github.servingarchetypes.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A local Maven repository of a test's own, so that nothing of the build's is changed or downloaded again. */
public final class LocalRepository {

    private LocalRepository() {}

    /**
     * Makes one with links to all of the build's own, but for one folder.
     *
     * @param folder must not be there
     * @param own what is written anew, such as io/github/serving-archetypes; it is not in the repository yet
     * @return the folder
     */
    public static Path linked(Path folder, String own) {
        try {
            link(Path.of(System.getProperty("maven.repo.local")), Files.createDirectory(folder), "", own);
            Files.createDirectories(folder.resolve(own).getParent());
            return folder;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static void link(Path from, Path to, String path, String own) throws IOException {
        try (var entries = Files.newDirectoryStream(from)) {
            for (Path entry : entries) {
                String name = path + entry.getFileName();
                Path target = to.resolve(entry.getFileName().toString());
                if (name.equals(own)) {
                    continue;
                }
                if (own.startsWith(name + "/")) {
                    link(entry, Files.createDirectory(target), name + "/", own);
                } else {
                    Files.createSymbolicLink(target, entry.toAbsolutePath());
                }
            }
        }
    }
}
