package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeftoversTest {

    @ParameterizedTest
    @ValueSource(strings = {"$notServd", "${notServd}", "$!notServd", "$!{notServd}", "#if", "#{else", "#[[", "]]#", "__modelName__"})
    void areFoundWithFileAndLine(String leftOver) {
        assertThat(Leftovers.in("Dockerfile", "FROM scratch\nRUN x " + leftOver + " y\n"))
                .containsExactly("Dockerfile:2: " + leftOver);
    }

    @Test
    void aHeadThatVelocityWouldReadAsACommentIsFound() {
        assertThat(Leftovers.in("README.md", "## Start\n### Deeper\n")).containsExactly("README.md:1: ##");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "image: ${HTTP_PORT:-8080}", "echo \"$HOME\" $(id) $1 $@",
        "name=x\necho $name", "for name in a b; do echo \"${name}\"; done", "while read -r name; do echo $name; done",
        "if __name__ == \"__main__\":", "# a comment", "#!/bin/sh"})
    void areNotSeenInWhatIsRight(String text) {
        assertThat(Leftovers.in("README.md", text)).isEmpty();
    }
}
