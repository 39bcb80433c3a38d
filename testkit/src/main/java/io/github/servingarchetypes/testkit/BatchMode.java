package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Binder;
import com.google.inject.Module;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.maven.archetype.ArchetypeGenerationRequest;
import org.apache.maven.archetype.ArchetypeGenerationResult;
import org.apache.maven.archetype.common.ArchetypeArtifactManager;
import org.apache.maven.archetype.common.DefaultArchetypeArtifactManager;
import org.apache.maven.archetype.generator.ArchetypeGenerator;
import org.apache.maven.archetype.ui.generation.ArchetypeGenerationConfigurator;
import org.codehaus.plexus.DefaultContainerConfiguration;
import org.codehaus.plexus.DefaultPlexusContainer;
import org.codehaus.plexus.PlexusConstants;
import org.codehaus.plexus.PlexusContainerException;
import org.codehaus.plexus.component.repository.exception.ComponentLookupException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.RemoteRepository;

/**
 * What {@code mvn -B archetype:generate} does after Maven has started: the plugin's own configurator and generator,
 * in this process and from a jar. So hundreds of answers are tried in the time of a few starts of Maven.
 */
public final class BatchMode {

    /** The plugin is put together once a thread, which takes a second; the jar that it reads is set for each run. */
    private static final ThreadLocal<Plugin> PLUGIN = ThreadLocal.withInitial(Plugin::new);

    private final Path jar;

    /** @param jar the jar of an archetype */
    public BatchMode(Path jar) {
        this.jar = jar;
    }

    /**
     * Generates a repository, or does not.
     *
     * @param folder where the repository's folder is written to
     * @param answers the properties that are given, by name; the others have their defaults
     * @return the message that Maven ends with, if it fails
     */
    public Optional<String> generate(Path folder, Map<String, String> answers) {
        Plugin plugin = PLUGIN.get();
        plugin.archetype.jar = jar;
        ArchetypeGenerationRequest request = new ArchetypeGenerationRequest()
                .setArchetypeGroupId("io.github.serving-archetypes")
                .setArchetypeArtifactId("archetype")
                .setArchetypeVersion("0")
                .setOutputDirectory(folder.toAbsolutePath().toString())
                .setRemoteRepositories(List.of());
        Properties given = new Properties();
        given.putAll(answers);
        try {
            plugin.configurator.configureArchetype(request, false, given);
            ArchetypeGenerationResult result = new ArchetypeGenerationResult();
            plugin.generator.generateArchetype(request, result);
            return Optional.ofNullable(result.getCause()).map(Throwable::getMessage);
        } catch (Exception error) {   // as the plugin's mojo does
            return Optional.of(String.valueOf(error.getMessage()));
        }
    }

    /**
     * Generates a repository named my-models, unless the answers name it.
     *
     * @param folder is made if it is not there
     * @throws AssertionError if the answers are refused
     */
    public GeneratedRepository generated(Path folder, Map<String, String> answers) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("artifactId", "my-models"));
        all.putAll(answers);
        try {
            Files.createDirectories(folder);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        assertThat(generate(folder, all)).as("%s is refused", answers).isEmpty();
        return GeneratedRepository.at(folder.resolve(all.get("artifactId")));
    }

    private static final class Plugin {

        private final OneArchetype archetype = new OneArchetype();
        private final ArchetypeGenerationConfigurator configurator;
        private final ArchetypeGenerator generator;

        Plugin() {
            try {
                DefaultPlexusContainer container = new DefaultPlexusContainer(
                        new DefaultContainerConfiguration()
                                .setClassPathScanning(PlexusConstants.SCANNING_INDEX)
                                .setAutoWiring(true),
                        archetype);
                configurator = container.lookup(ArchetypeGenerationConfigurator.class);
                generator = container.lookup(ArchetypeGenerator.class);
            } catch (PlexusContainerException | ComponentLookupException error) {
                throw new IllegalStateException("the archetype plugin cannot be put together", error);
            }
        }
    }

    /** Has every archetype come from one jar, with no repository. */
    private static final class OneArchetype implements Module {

        private Path jar;

        @Override
        public void configure(Binder binder) {
            binder.bind(ArchetypeArtifactManager.class).toInstance(new DefaultArchetypeArtifactManager() {
                @Override
                public boolean exists(String groupId, String artifactId, String version,
                        List<RemoteRepository> repositories, RepositorySystemSession session) {
                    return true;
                }

                @Override
                public File getArchetypeFile(String groupId, String artifactId, String version,
                        List<RemoteRepository> repositories, RepositorySystemSession session) {
                    return jar.toFile();
                }

                /** In Maven no other loader has templates; here the tests' own has those of target/classes. */
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
