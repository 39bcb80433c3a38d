package io.github.servingarchetypes.maven.update;

import io.github.servingarchetypes.maven.Coordinates;
import io.github.servingarchetypes.maven.Refusal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.inject.Provider;
import org.apache.maven.archetype.ArchetypeGenerationRequest;
import org.apache.maven.archetype.ArchetypeGenerationResult;
import org.apache.maven.archetype.generator.ArchetypeGenerator;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.VersionRangeRequest;
import org.eclipse.aether.resolution.VersionRangeResolutionException;
import org.eclipse.aether.resolution.VersionRangeResult;
import org.eclipse.aether.transfer.MetadataNotFoundException;
import org.eclipse.aether.transfer.MetadataTransferException;
import org.eclipse.aether.version.Version;

/** Archetypes as Maven finds them: mirrors, credentials and offline mode are Maven's own. */
final class MavenArchetypes implements Archetypes {

    private static final Pattern NO_RELEASE = Pattern.compile("(?i).*([.-]?SNAPSHOT|[.-](alpha|beta|cr|m|rc)[.-]?\\d*)");
    /** The generator lists every answer as [INFO]; what fails in a template is in the Refusal. */
    private static final Map<String, String> LOG_LEVELS = Map.of("org.apache.maven.archetype", "warn", "org.apache.velocity", "off");

    private final RepositorySystem system;
    private final Provider<ArchetypeGenerator> generator;
    private final RepositorySystemSession session;
    private final List<RemoteRepository> repositories;

    /** @param generator makes its generator when it is asked first */
    MavenArchetypes(RepositorySystem system, Provider<ArchetypeGenerator> generator, RepositorySystemSession session,
            List<RemoteRepository> repositories) {
        this.system = system;
        this.generator = generator;
        this.session = session;
        this.repositories = repositories;
        // A logger reads its level when it is made.
        LOG_LEVELS.forEach((log, level) -> {
            String property = (isMaven4() ? "maven.logger.log." : "org.slf4j.simpleLogger.log.") + log;
            if (System.getProperty(property) == null) {
                System.setProperty(property, level);
            }
        });
    }

    @Override
    public Archetype resolve(Coordinates coordinates) {
        var artifact = new DefaultArtifact(coordinates.groupId(), coordinates.artifactId(), "jar", coordinates.version());
        try {
            return Archetype.read(coordinates, system
                    .resolveArtifact(session, new ArtifactRequest(artifact, repositories, null)).getArtifact().getFile());
        } catch (ArtifactResolutionException error) {
            throw new Refusal("archetype " + coordinates + " cannot be resolved: " + error.getMessage(), error);
        }
    }

    @Override
    public Optional<String> newestRelease(Coordinates archetype) {
        var artifact = new DefaultArtifact(archetype.groupId(), archetype.artifactId(), "jar", "[0,)");
        // The list that Maven got earlier today may not have the newest.
        var asking = new DefaultRepositorySystemSession(session).setUpdatePolicy(RepositoryPolicy.UPDATE_POLICY_ALWAYS);
        try {
            VersionRangeResult found = system.resolveVersionRange(asking, new VersionRangeRequest(artifact, repositories, null));
            // Maven goes on with what it has, as if a repository that cannot be reached had nothing newer.
            for (Exception error : found.getExceptions()) {
                if (error instanceof MetadataTransferException && !(error instanceof MetadataNotFoundException)) {
                    throw cannotBeListed(archetype, error);
                }
            }
            return found.getVersions().stream().map(Version::toString).filter(version -> !NO_RELEASE.matcher(version).matches())
                    .reduce((first, second) -> second);
        } catch (VersionRangeResolutionException error) {
            throw cannotBeListed(archetype, error);
        }
    }

    private static Refusal cannotBeListed(Coordinates archetype, Exception error) {
        return new Refusal("the versions of " + archetype.withVersion(null) + " cannot be listed: " + error.getMessage(), error);
    }

    @Override
    public Path render(Archetype archetype, Map<String, String> answers, Path parent) {
        return render(generator.get(), archetype, answers, parent);
    }

    private static boolean isMaven4() {
        return RepositorySystem.class.getClassLoader().getResource("org/apache/maven/api/Session.class") != null;
    }

    /** Renders by maven-archetype's own generator. */
    static Path render(ArchetypeGenerator generator, Archetype archetype, Map<String, String> answers, Path parent) {
        Properties properties = new Properties();
        properties.putAll(answers);
        ArchetypeGenerationRequest request = new ArchetypeGenerationRequest()
                .setArchetypeGroupId(archetype.coordinates().groupId())
                .setArchetypeArtifactId(archetype.coordinates().artifactId())
                .setArchetypeVersion(archetype.coordinates().version())
                .setGroupId(answers.get("groupId"))
                .setArtifactId(answers.get("artifactId"))
                .setVersion(answers.get("version"))
                .setPackage(answers.get("package"))
                .setProperties(properties)
                .setOutputDirectory(parent.toString());
        ArchetypeGenerationResult result = new ArchetypeGenerationResult();
        generator.generateArchetype(request, archetype.jar(), result);
        if (result.getCause() != null) {
            throw new Refusal(archetype.coordinates() + " refuses its answers: " + messageOf(result.getCause()),
                    result.getCause());
        }
        return parent.resolve(answers.get("artifactId"));
    }

    /** The checks of answers are failed #parse directives: what the user has to read is in the name of the file. */
    private static String messageOf(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            int start = message.indexOf("INVALID ");
            if (start >= 0) {
                int remedy = message.indexOf(". Remove ", start);
                String rest = message.substring(start + "INVALID ".length(), remedy < 0 ? message.length() : remedy);
                return rest.replaceFirst("'$", "");
            }
        }
        return error.getMessage();
    }
}
