package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A README, by its sections: the tests run the commands that stand in it. */
public final class Readme {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");

    private final String text;

    public Readme(String text) {
        this.text = text;
    }

    /** The text below a title, of a section or of a page of docs/, up to the next title; fails if there is none. */
    public String section(String title) {
        Matcher section = find(title);
        assertThat(section.find()).as("README has a section '%s'", title).isTrue();
        return text.substring(section.start(1), section.end(1));
    }

    /** Tells whether there is such a section. */
    public boolean has(String title) {
        return find(title).find();
    }

    private Matcher find(String title) {
        String quoted = Pattern.quote(title);
        // What looks like a title in a code block is none.
        String prose = BLOCK.matcher(text).replaceAll(block -> block.group().replaceAll(".", "x"));
        return Pattern.compile("(?ms)^(?:" + quoted + "\\n-+|##? " + quoted + ")\\n(.*?)(?=^[^\\n]+\\n-{3,}$|^##? |\\z)")
                .matcher(prose);
    }

    /** The code blocks of a section in a language, such as bash, in their order; fails if there is none. */
    public List<String> blocks(String title, String language) {
        List<String> blocks = BLOCK.matcher(section(title)).results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
        assertThat(blocks).as("%s blocks of README's section '%s'", language, title).isNotEmpty();
        return blocks;
    }

    /** All code blocks of a language, in their order; there may be none. */
    public List<String> blocks(String language) {
        return BLOCK.matcher(text).results().filter(block -> block.group(1).equals(language)).map(block -> block.group(2)).toList();
    }

    /** The block of bash commands of a section that has a text in it; fails if there is none. */
    public String commands(String title, String text) {
        return blocks(title, "bash").stream().filter(block -> block.contains(text)).findFirst()
                .orElseThrow(() -> new AssertionError("README's section '" + title + "' has no command with " + text));
    }

    /** The curl commands and Python clients of the page that a block of text follows: that is what they print. */
    public List<Call> printed() {
        List<MatchResult> blocks = BLOCK.matcher(text).results().toList();
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i + 1 < blocks.size(); i++) {
            if (blocks.get(i + 1).group(1).equals("text")) {
                calls.add(new Call(blocks.get(i).group(2), blocks.get(i + 1).group(2)));
            }
        }
        return calls;
    }

    /** A command and what README shows as its output. */
    public record Call(String command, String output) {}

    /** The curl commands of a section, each with the block of JSON that follows it; fails if there is none. */
    public List<Call> curlCalls(String title) {
        List<MatchResult> blocks = BLOCK.matcher(section(title)).results().toList();
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i + 1 < blocks.size(); i++) {
            if (blocks.get(i).group(2).startsWith("curl") && blocks.get(i + 1).group(1).equals("json")) {
                calls.add(new Call(blocks.get(i).group(2), blocks.get(i + 1).group(2)));
            }
        }
        assertThat(calls).as("curl commands with an answer in README's section '%s'", title).isNotEmpty();
        return calls;
    }

    /** The rows of a section's table: the cells without blanks at their ends; the head is left out. */
    public List<List<String>> table(String title) {
        List<List<String>> rows = section(title).lines()
                .filter(line -> line.startsWith("|"))
                .map(line -> List.of(line.replaceAll("^\\|\\s*|\\s*\\|$", "").split("\\s*\\|\\s*")))
                .skip(2)
                .toList();
        assertThat(rows).as("rows of README's table in '%s'", title).isNotEmpty();
        return rows;
    }
}
