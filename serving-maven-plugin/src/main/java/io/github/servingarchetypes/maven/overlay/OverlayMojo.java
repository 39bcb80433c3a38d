package io.github.servingarchetypes.maven.overlay;

import io.github.servingarchetypes.maven.Coordinates;
import io.github.servingarchetypes.maven.Refusal;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;

/**
 * Builds a team's own archetype out of another: the one among the module's dependencies. Over it come the team's
 * src/main/resources and src/main/organisation.xml, first those of the parent's folder, then the module's own.
 */
@Mojo(name = "overlay", defaultPhase = LifecyclePhase.PROCESS_RESOURCES, threadSafe = true,
        requiresDependencyResolution = ResolutionScope.COMPILE)
public final class OverlayMojo extends AbstractMojo {

    /** The artifactId of the original: the contracts of the test kit ask for it. */
    private static final String ORIGINAL = "overlay.original";

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    /** Where the content of the jar goes. Whatever is there is deleted. */
    @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true, required = true)
    private File outputDirectory;

    /** Accepts what has changed in the files that are overridden. */
    @Parameter(property = "overlay.accept", defaultValue = "false")
    private boolean accept;

    @Override
    public void execute() throws MojoFailureException {
        if (!project.getPackaging().equals("maven-archetype")) {
            return;
        }
        Artifact original = original();
        Deque<Path> layers = new ArrayDeque<>();
        for (MavenProject layer = project; layer != null && layer.getBasedir() != null; layer = layer.getParent()) {
            layers.addFirst(layer.getBasedir().toPath());
        }
        try {
            new Overlay(original.getFile().toPath(),
                    new Coordinates(original.getGroupId(), original.getArtifactId(), original.getBaseVersion()),
                    new Coordinates(project.getGroupId(), project.getArtifactId(), project.getVersion()),
                    List.copyOf(layers), project.getBasedir().toPath().resolve("src/main").resolve(Overridden.FOLDER), getLog()::info)
                    .write(outputDirectory.toPath(), accept);
        } catch (Refusal refusal) {
            throw new MojoFailureException(refusal.getMessage());
        }
        project.getProperties().setProperty(ORIGINAL, original.getArtifactId());
    }

    private Artifact original() throws MojoFailureException {
        List<Artifact> archetypes = project.getArtifacts().stream()
                .filter(artifact -> artifact.getScope().equals(Artifact.SCOPE_PROVIDED))
                .filter(artifact -> artifact.getArtifactId().endsWith("-archetype") || artifact.getType().equals("maven-archetype"))
                .toList();
        if (archetypes.size() != 1) {
            throw new MojoFailureException("pom.xml must have one dependency on an archetype, with <type>maven-archetype</type>"
                    + " and <scope>provided</scope>: the one that this module builds on. It has "
                    + (archetypes.isEmpty() ? "none" : archetypes) + ".");
        }
        if (archetypes.get(0).getFile().isDirectory()) {
            throw new MojoFailureException(archetypes.get(0) + " is built by the same Maven: build up to the phase package, as mvn verify does");
        }
        return archetypes.get(0);
    }
}
