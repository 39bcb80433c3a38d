package io.github.servingarchetypes.maven.update;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Tells whether there is a newer version of the repository's archetype, and fails if so: for a scheduled job. */
@Mojo(name = "check", aggregator = true)
public class CheckMojo extends ArchetypeMojo {

    /** Prints one line of JSON to standard output as well: mvn -q serving:check -Djson prints nothing else there. */
    @Parameter(property = "json", defaultValue = "false")
    private boolean json;

    @Override
    void execute(Path folder, Archetypes archetypes) throws IOException, MojoFailureException {
        Check check = Check.of(folder, archetypes);
        if (json) {
            System.out.println(check.json());
        }
        if (check.isNewer()) {
            throw new MojoFailureException(check.line());
        }
        getLog().info(check.line());
    }
}
