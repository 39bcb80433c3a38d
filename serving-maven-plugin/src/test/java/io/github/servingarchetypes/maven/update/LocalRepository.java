package io.github.servingarchetypes.maven.update;

import io.github.servingarchetypes.testkit.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A local Maven repository of a test's own: what the build's has, as links, with other versions of the project's own
 * artifacts in it.
 */
final class LocalRepository {

    private static final String BUILT = System.getProperty("project.version");
    private static final List<String> OWN = List.of("io", "github", "serving-archetypes");

    private final Path folder;

    private LocalRepository(Path folder) {
        this.folder = folder;
    }

    /** Makes one in a new folder, with the plugin as it is built. */
    static LocalRepository in(Path folder) throws IOException {
        Path there = Path.of(System.getProperty("maven.repo.local"));
        Path here = folder;
        for (String name : OWN) {
            Files.createDirectories(here);
            try (var files = Files.list(there)) {
                for (Path file : files.filter(file -> !file.getFileName().toString().equals(name)).toList()) {
                    Files.createSymbolicLink(here.resolve(file.getFileName()), file);
                }
            }
            there = there.resolve(name);
            here = here.resolve(name);
        }
        LocalRepository repository = new LocalRepository(folder);
        Path module = Path.of("").toAbsolutePath();
        repository.put("serving-archetypes", BUILT, TextFile.read(module.getParent().resolve("pom.xml")), null);
        repository.put("serving-maven-plugin", BUILT, TextFile.read(module.resolve("pom.xml")),
                module.resolve("target/serving-maven-plugin-" + BUILT + ".jar"));
        return repository;
    }

    Path folder() {
        return folder;
    }

    /** Installs versions of an archetype; the last is the newest. */
    void installArchetype(String archetype, List<String> versions, List<Path> jars) throws IOException {
        for (int i = 0; i < versions.size(); i++) {
            put(archetype, versions.get(i), """
                    <project>
                      <modelVersion>4.0.0</modelVersion>
                      <groupId>io.github.serving-archetypes</groupId>
                      <artifactId>%s</artifactId>
                      <version>%s</version>
                    </project>
                    """.formatted(archetype, versions.get(i)), jars.get(i));
        }
        StringBuilder list = new StringBuilder();
        versions.forEach(version -> list.append("<version>").append(version).append("</version>"));
        TextFile.write(own().resolve(archetype).resolve("maven-metadata-local.xml"), """
                <metadata>
                  <groupId>io.github.serving-archetypes</groupId>
                  <artifactId>%s</artifactId>
                  <versioning><versions>%s</versions></versioning>
                </metadata>
                """.formatted(archetype, list));
    }

    private void put(String artifactId, String version, String pom, Path jar) throws IOException {
        Path target = own().resolve(artifactId).resolve(version);
        TextFile.write(target.resolve(artifactId + "-" + version + ".pom"), pom);
        if (jar != null) {
            Files.copy(jar, target.resolve(artifactId + "-" + version + ".jar"));
        }
    }

    private Path own() {
        return folder.resolve(String.join("/", OWN));
    }
}
