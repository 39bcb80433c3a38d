package io.github.servingarchetypes.testkit;

import com.google.inject.Binder;
import com.google.inject.Module;
import java.io.File;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    private static final String GROUP_ID = "io.github.serving-archetypes";

    private final ArchetypeGenerationConfigurator configurator;
    private final ArchetypeGenerator generator;

    /** @param jar the jar of an archetype */
    public BatchMode(Path jar) {
        try {
            DefaultPlexusContainer container = new DefaultPlexusContainer(
                    new DefaultContainerConfiguration()
                            .setClassPathScanning(PlexusConstants.SCANNING_INDEX)
                            .setAutoWiring(true),
                    new OneArchetype(jar));
            configurator = container.lookup(ArchetypeGenerationConfigurator.class);
            generator = container.lookup(ArchetypeGenerator.class);
        } catch (PlexusContainerException | ComponentLookupException error) {
            throw new IllegalStateException("the archetype plugin cannot be put together", error);
        }
    }

    /**
     * Generates a repository, or does not.
     *
     * @param folder where it is written to
     * @param answers the properties that are given, by name; the others have their defaults
     * @return null if it was generated, else the message that Maven ends with
     */
    public String generate(Path folder, Map<String, String> answers) {
        ArchetypeGenerationRequest request = new ArchetypeGenerationRequest()
                .setArchetypeGroupId(GROUP_ID)
                .setArchetypeArtifactId("archetype")
                .setArchetypeVersion("0")
                .setOutputDirectory(folder.toAbsolutePath().toString())
                .setRemoteRepositories(List.of());
        Properties given = new Properties();
        given.putAll(answers);
        try {
            configurator.configureArchetype(request, false, given);
            ArchetypeGenerationResult result = new ArchetypeGenerationResult();
            generator.generateArchetype(request, result);
            return result.getCause() == null ? null : result.getCause().getMessage();
        } catch (Exception error) {   // as the plugin's mojo does
            return error.getMessage();
        }
    }

    /** Has every archetype come from one jar, with no repository. */
    private record OneArchetype(Path jar) implements Module {

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
