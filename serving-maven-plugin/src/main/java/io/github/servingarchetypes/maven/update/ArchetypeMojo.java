package io.github.servingarchetypes.maven.update;

import io.github.servingarchetypes.maven.Refusal;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.inject.Inject;
import javax.inject.Provider;
import org.apache.maven.archetype.generator.ArchetypeGenerator;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.repository.RemoteRepository;

/** What the goals for a generated repository share. */
public abstract class ArchetypeMojo extends AbstractMojo {

    @Inject
    private RepositorySystem repositorySystem;

    @Inject
    private Provider<ArchetypeGenerator> generator;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${project.remoteProjectRepositories}", readonly = true, required = true)
    private List<RemoteRepository> repositories;

    /** The folder of the generated repository. */
    @Parameter(defaultValue = "${basedir}", readonly = true)
    private File basedir;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        try {
            execute(folder(), new MavenArchetypes(repositorySystem, generator, session.getRepositorySession(), repositories));
        } catch (Refusal refusal) {
            getLog().debug(refusal);
            throw new MojoFailureException(refusal.getMessage());
        } catch (IOException | UncheckedIOException error) {
            throw new MojoExecutionException(error.toString(), error);
        }
    }

    /** Does what the goal is for. */
    abstract void execute(Path folder, Archetypes archetypes) throws IOException, MojoFailureException;

    /** Returns what is given by -D: answers, and what else Maven was told. */
    Map<String, String> given() {
        Map<String, String> given = new TreeMap<>();
        session.getUserProperties().stringPropertyNames()
                .forEach(name -> given.put(name, session.getUserProperties().getProperty(name)));
        return given;
    }

    private Path folder() {
        return basedir != null ? basedir.toPath() : Path.of(session.getExecutionRootDirectory());
    }
}
