package io.github.servingarchetypes.maven.update;

import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugins.annotations.Mojo;

/** Tells whether there is a newer version of the repository's archetype. */
@Mojo(name = "check", aggregator = true)
public class CheckMojo extends AbstractMojo {

    @Override
    public void execute() {}
}
