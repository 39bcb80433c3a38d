package io.github.servingarchetypes.maven.update;

import eu.maveniverse.domtrip.Document;
import eu.maveniverse.domtrip.Editor;
import eu.maveniverse.domtrip.Element;
import io.github.servingarchetypes.maven.Refusal;
import java.util.Optional;
import java.util.stream.Stream;

/** The generated pom.xml, edited without a change to anything else in it. */
final class Pom {

    static final String FILE = "pom.xml";
    private static final String ARTIFACT_ID = "serving-maven-plugin";

    private Pom() {}

    /** Returns a pom.xml with the plugin's version as another one has it; as it is, if it does not name the plugin. */
    static String withPluginVersionOf(String text, String other) {
        Editor editor = new Editor(Document.of(text));
        Optional<Element> mine = plugin(editor.root()).flatMap(plugin -> plugin.childElement("version"));
        Optional<Element> theirs = plugin(Document.of(other).root()).flatMap(plugin -> plugin.childElement("version"));
        if (mine.isPresent() && theirs.isPresent()) {
            editor.setTextContent(mine.get(), theirs.get().textContentTrimmed());
        }
        return editor.toXml();
    }

    /**
     * Returns a pom.xml that names the plugin, as another one does; as it is, if it names the plugin already. Maven finds the
     * short name of a plugin first in build/plugins.
     */
    static String withPluginOf(String text, String other) {
        Editor editor = new Editor(Document.of(text));
        if (plugin(editor.root()).isPresent()) {
            return text;
        }
        Element plugin = plugin(Document.of(other).root())
                .orElseThrow(() -> new Refusal("the archetype's pom.xml does not name " + ARTIFACT_ID));
        Element parent = editor.root();
        for (String name : new String[] {"build", "plugins"}) {
            Optional<Element> there = parent.childElement(name);
            parent = there.isPresent() ? there.get() : editor.addElement(parent, name);
        }
        Element added = editor.addElement(parent, "plugin");
        for (String name : new String[] {"groupId", "artifactId", "version"}) {
            editor.addElement(added, name, plugin.childTextTrimmed(name));
        }
        return editor.toXml();
    }

    /** Returns the plugin's version as a pom.xml has it, which may be an expression; empty if it has none. */
    static Optional<String> pluginVersion(String text) {
        return plugin(Document.of(text).root()).flatMap(plugin -> plugin.childElement("version")).map(Element::textContentTrimmed);
    }

    /** Returns the project's groupId, artifactId or version, or its parent's; empty if it is none or an expression. */
    static Optional<String> coordinate(String text, String name) {
        Element project = Document.of(text).root();
        return Stream.of(project.path(name), name.equals("artifactId") ? Optional.<Element>empty() : project.path("parent", name))
                .flatMap(Optional::stream).map(Element::textContentTrimmed).findFirst().filter(value -> !value.contains("${"));
    }

    private static Optional<Element> plugin(Element project) {
        return Stream.of(project.path("build", "pluginManagement", "plugins"), project.path("build", "plugins"))
                .flatMap(Optional::stream)
                .flatMap(plugins -> plugins.childElements("plugin"))
                .filter(plugin -> ARTIFACT_ID.equals(plugin.childTextTrimmed("artifactId")))
                .findFirst();
    }
}
