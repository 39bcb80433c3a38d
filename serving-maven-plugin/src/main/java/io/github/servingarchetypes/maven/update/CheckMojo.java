package io.github.servingarchetypes.maven.update;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Tells whether there is a newer version of the repository's archetype, and fails if so: for a scheduled job. */
@Mojo(name = "check", aggregator = true)
public class CheckMojo extends ArchetypeMojo {

    /** A file to write the answer to as JSON: some Mavens mix colour codes into their output even if it is quiet. */
    @Parameter(property = "jsonFile")
    private File jsonFile;

    @Override
    void execute(Path folder, Archetypes archetypes) throws IOException, MojoFailureException {
        Check check = Check.of(folder, archetypes);
        if (jsonFile != null) {
            Files.writeString(jsonFile.toPath(), check.json() + "\n");
        }
        if (check.isNewer()) {
            throw new MojoFailureException(check.line());
        }
        getLog().info(check.line());
    }
}
