package io.github.servingarchetypes.maven.update;

import com.google.inject.Binder;
import com.google.inject.Module;
import io.github.servingarchetypes.maven.Coordinates;
import io.github.servingarchetypes.maven.Refusal;
import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.ChangedJar;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.apache.maven.archetype.common.ArchetypeArtifactManager;
import org.apache.maven.archetype.common.DefaultArchetypeArtifactManager;
import org.apache.maven.archetype.generator.ArchetypeGenerator;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.codehaus.plexus.DefaultContainerConfiguration;
import org.codehaus.plexus.DefaultPlexusContainer;
import org.codehaus.plexus.PlexusConstants;
import org.codehaus.plexus.PlexusContainerException;
import org.codehaus.plexus.component.repository.exception.ComponentLookupException;
import org.eclipse.aether.RepositorySystem;

/** Versions of the project's archetypes, made of the jars that its build made, with no repository around them. */
final class Versions implements Archetypes {

    private static final String GROUP_ID = "io.github.serving-archetypes";
    private static final String PROJECT = "shared/maven/project.vm";
    private static final String BUILT = System.getProperty("project.version");
    private static final ArchetypeGenerator GENERATOR = generator();

    private final Path folder;
    private final Map<Coordinates, Path> jars = new HashMap<>();

    /** @param folder where the jars are written to */
    Versions(Path folder) {
        this.folder = folder;
    }

    static Coordinates coordinates(String archetype, String version) {
        return new Coordinates(GROUP_ID, archetype, version);
    }

    /** The jar of an archetype, as it is built. */
    static Path built(String archetype) {
        return ArchetypeUnderTest.in(Path.of("").toAbsolutePath().getParent().resolve(archetype)).jar();
    }

    /**
     * Adds a version of one of the project's archetypes.
     *
     * @param change gets each entry's name and text, and returns its new text
     */
    Path add(String archetype, String version, BinaryOperator<String> change) {
        return add(coordinates(archetype, version), archetype, change);
    }

    /** Adds a version of which the repositories name the plugin that is built, not one of the version's own number. */
    Path addOfThisPlugin(String archetype, String version, BinaryOperator<String> change) {
        return add(archetype, version, (entry, text) -> change.apply(entry, entry.equals(PROJECT)
                ? text.replace("<version>" + version + "</version>\n      </plugin>", "<version>" + BUILT + "</version>\n      </plugin>")
                : text));
    }

    /** Adds an archetype with coordinates of its own, made of one of the project's. */
    Path add(Coordinates coordinates, String original, BinaryOperator<String> change) {
        Path jar = ChangedJar.of(built(original), folder.resolve(coordinates.shortName() + ".jar"), (entry, text) ->
                change.apply(entry, switch (entry) {
                    case "shared/archetype.vm" -> text.replace(BUILT, coordinates.version())
                            .replace('"' + GROUP_ID + '"', '"' + coordinates.groupId() + '"')
                            .replace('"' + original + '"', '"' + coordinates.artifactId() + '"');
                    case PROJECT -> text.replace(BUILT, coordinates.version());
                    default -> text;
                }));
        jars.put(coordinates, jar);
        return jar;
    }

    /** Takes a version that another instance has written to the same folder. */
    void use(String archetype, String version) {
        Coordinates coordinates = coordinates(archetype, version);
        jars.put(coordinates, folder.resolve(coordinates.shortName() + ".jar"));
    }

    /** Puts a file into the jar of a version. */
    void put(Coordinates coordinates, String entry, String text) {
        try (var zip = FileSystems.newFileSystem(jars.get(coordinates))) {
            Files.writeString(zip.getPath("/" + entry), text);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** Moves the files below a folder of the templates of a version. */
    void move(Coordinates coordinates, String from, String to) {
        try (var zip = FileSystems.newFileSystem(jars.get(coordinates)); var walk = Files.walk(zip.getPath("/", from))) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                Path moved = zip.getPath(file.toString().replace(from, to));
                Files.createDirectories(moved.getParent());
                Files.move(file, moved);
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    @Override
    public Archetype resolve(Coordinates coordinates) {
        Path jar = jars.get(coordinates);
        if (jar == null) {
            throw new Refusal("archetype " + coordinates + " cannot be resolved");
        }
        return Archetype.read(coordinates, jar.toFile());
    }

    @Override
    public Optional<String> newestRelease(Coordinates archetype) {
        return jars.keySet().stream().filter(archetype::isSameArchetypeAs).map(Coordinates::version)
                .filter(version -> !version.endsWith("-SNAPSHOT"))
                .map(ComparableVersion::new).max(ComparableVersion::compareTo).map(ComparableVersion::toString);
    }

    @Override
    public Path render(Archetype archetype, Map<String, String> answers, Path parent) {
        return MavenArchetypes.render(GENERATOR, archetype, answers, parent);
    }

    /** Generates a repository, as archetype:generate does. */
    Path generate(Coordinates coordinates, Path parent, Map<String, String> given) {
        Archetype archetype = resolve(coordinates);
        Map<String, String> answers = new LinkedHashMap<>();
        for (String property : archetype.properties()) {
            String value = given.get(property);
            answers.put(property, value != null ? value
                    : property.equals("artifactId") ? "my-models" : archetype.defaultOf(property, answers));
        }
        try {
            return render(archetype, answers, Files.createDirectories(parent));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static ArchetypeGenerator generator() {
        try {
            return new DefaultPlexusContainer(new DefaultContainerConfiguration()
                    .setClassPathScanning(PlexusConstants.SCANNING_INDEX).setAutoWiring(true), new OwnLoaders())
                    .lookup(ArchetypeGenerator.class);
        } catch (PlexusContainerException | ComponentLookupException error) {
            throw new IllegalStateException("maven-archetype's generator cannot be put together", error);
        }
    }

    private static final class OwnLoaders implements Module {

        @Override
        public void configure(Binder binder) {
            binder.bind(ArchetypeArtifactManager.class).toInstance(new DefaultArchetypeArtifactManager() {
                /** In Maven no other loader has templates; here the class path may have those of a module. */
                @Override
                public ClassLoader getArchetypeJarLoader(File archetype) {
                    try {
                        return new URLClassLoader(
                                new URL[] {archetype.toURI().toURL()}, ClassLoader.getPlatformClassLoader());
                    } catch (MalformedURLException error) {
                        throw new IllegalStateException(error);
                    }
                }
            });
            binder.bind(RepositorySystem.class).toInstance((RepositorySystem) Proxy.newProxyInstance(
                    RepositorySystem.class.getClassLoader(), new Class<?>[] {RepositorySystem.class},
                    (proxy, method, arguments) -> {
                        throw new UnsupportedOperationException("no repository is asked: " + method);
                    }));
        }
    }
}
