package io.github.servingarchetypes.maven.update;

import io.github.servingarchetypes.maven.Coordinates;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Updates a generated repository to the newest version of its archetype; with an answer, such as
 * -DpythonEnvironment=conda, it changes that answer and stays with the version.
 */
@Mojo(name = "update", aggregator = true)
public class UpdateMojo extends ArchetypeMojo {

    /** The version of the archetype to update to. Without it, the newest release, or the same if only answers are given. */
    @Parameter(property = "archetypeVersion")
    private String archetypeVersion;

    /** Another archetype to change to: groupId:artifactId, with or without :version. */
    @Parameter(property = "archetype")
    private String archetype;

    /** Only tells what would change. */
    @Parameter(property = "dryRun", defaultValue = "false")
    private boolean dryRun;

    /** Goes back to an older version. */
    @Parameter(property = "allowDowngrade", defaultValue = "false")
    private boolean allowDowngrade;

    @Override
    void execute(Path folder, Archetypes archetypes) throws IOException, MojoFailureException {
        Conflicts conflicts = new Update(folder, archetypes, getLog()::info).run(new Update.Request(
                archetype == null || archetype.isBlank() ? null : Coordinates.parse(archetype), archetypeVersion, given(), dryRun, allowDowngrade));
        if (!dryRun && !conflicts.paths().isEmpty()) {
            throw new MojoFailureException(conflicts.message());
        }
    }
}
