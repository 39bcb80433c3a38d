package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.velocity.Template;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.context.InternalContextAdapter;
import org.apache.velocity.context.InternalContextAdapterImpl;
import org.apache.velocity.runtime.RuntimeConstants;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.runtime.directive.Directive;
import org.apache.velocity.runtime.parser.ParseException;
import org.apache.velocity.runtime.parser.node.ASTDirective;
import org.apache.velocity.runtime.parser.node.Node;
import org.apache.velocity.runtime.parser.node.SimpleNode;

/**
 * The checks of an archetype: checks.vm as it is built, read by Velocity. Each {@code #check} of it counts, whether the
 * default answers get there or not.
 *
 * @param all in the file's order
 */
public record Checks(List<Check> all) {

    /** Its name in the jar and in target/classes. */
    public static final String ENTRY = "checks.vm";

    /**
     * One check.
     *
     * @param line as it stands in the file
     * @param pattern what right answers match, where the other answers are the defaults
     * @param allowed what the message says must be
     */
    public record Check(String line, String property, String pattern, String allowed) {}

    /** @throws AssertionError if the file has no check, or one that cannot be read */
    public static Checks of(ArchetypeUnderTest archetype) {
        String text = TextFile.read(archetype.checks());
        Map<String, Object> answers = new HashMap<>(archetype.descriptor().defaults());
        answers.put("artifactId", "my-models");
        answers.put("givenGroupId", answers.get("groupId"));
        answers.put("givenVersion", answers.get("version"));

        Map<Integer, Check> reached = new HashMap<>();
        answers.put(Recorder.REACHED, reached);
        InternalContextAdapter context = new InternalContextAdapterImpl(new VelocityContext(answers));
        SimpleNode template = render(text, context);
        List<Check> checks = new ArrayList<>();
        for (Node node : checkNodes(template)) {
            Check check = reached.getOrDefault(node.getLine(), Recorder.read(node, context));
            checks.add(new Check(text.split("\n")[node.getLine() - 1], check.property(), check.pattern(), check.allowed()));
        }
        assertThat(checks).as("checks in %s", archetype.checks()).isNotEmpty().allSatisfy(check -> {
            assertThat(check.pattern()).as(check.line()).isNotNull();
            assertThat(check.allowed()).as(check.line()).isNotNull();
        });
        return new Checks(checks);
    }

    /**
     * Returns the checks of a property, in the file's order.
     *
     * @throws AssertionError if there is none
     */
    public List<Check> forProperty(String property) {
        List<Check> checks = all.stream().filter(check -> check.property().equals(property)).toList();
        assertThat(checks).as("checks of %s in %s", property, ENTRY).isNotEmpty();
        return checks;
    }

    /** Returns the checks of what is asked for, in the file's order. An organisation's fixed answers are not. */
    public List<Check> askedFor(Descriptor descriptor) {
        return all.stream().filter(check -> descriptor.has(check.property())).toList();
    }

    private static SimpleNode render(String text, InternalContextAdapter context) {
        RuntimeInstance velocity = new RuntimeInstance();
        velocity.setProperty(RuntimeConstants.CUSTOM_DIRECTIVES, Recorder.class.getName());
        velocity.setProperty(RuntimeConstants.VM_PERM_ALLOW_INLINE, false);   // not the file's own #macro(check
        velocity.init();
        try {
            Template template = new Template();
            template.setName(ENTRY);
            SimpleNode root = velocity.parse(new StringReader(text), template);
            root.init(context, velocity);
            root.render(context, new StringWriter());
            return root;
        } catch (ParseException error) {
            throw new AssertionError(ENTRY + " cannot be parsed", error);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static List<Node> checkNodes(Node node) {
        List<Node> found = new ArrayList<>();
        if (node instanceof ASTDirective directive && directive.getDirectiveName().equals(Recorder.NAME)) {
            found.add(node);
        }
        for (int i = 0; i < node.jjtGetNumChildren(); i++) {
            found.addAll(checkNodes(node.jjtGetChild(i)));
        }
        return found;
    }

    /** Stands in for the macro: remembers the check, by its line, and refuses nothing. */
    public static final class Recorder extends Directive {

        private static final String NAME = "check";
        private static final String REACHED = "reached";

        @Override
        public String getName() {
            return NAME;
        }

        @Override
        public int getType() {
            return LINE;
        }

        @Override
        public boolean render(InternalContextAdapter context, Writer writer, Node node) {
            @SuppressWarnings("unchecked")
            Map<Integer, Check> reached = (Map<Integer, Check>) context.get(REACHED);
            reached.put(node.getLine(), read(node, context));
            return true;
        }

        /** Reads #check($name $value $pattern $allowed); the value is not of interest. */
        static Check read(Node node, InternalContextAdapter context) {
            String[] arguments = new String[4];
            for (int i = 0; i < arguments.length; i++) {
                Object value = node.jjtGetChild(i).value(context);
                arguments[i] = value == null ? null : value.toString();
            }
            return new Check(null, arguments[0], arguments[2], arguments[3]);
        }
    }
}
