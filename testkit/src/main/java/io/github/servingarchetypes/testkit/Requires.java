package io.github.servingarchetypes.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What a test needs of the machine. Where it is missing, the test is reported as skipped, with what it
 * lacks; in CI (variable CI=true) it fails instead, so that nothing is skipped there unseen.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Inherited
@ExtendWith(Requires.Condition.class)
public @interface Requires {

    Tool[] value();

    class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            List<Tool> missing = AnnotationSupport.findAnnotation(context.getElement(), Requires.class)
                    .map(required -> Arrays.stream(required.value()).filter(tool -> !tool.isThere()).toList())
                    .orElse(List.of());
            if (missing.isEmpty()) {
                return ConditionEvaluationResult.enabled("all that it needs is there");
            }
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(context.getDisplayName() + " needs " + missing + ": in CI nothing is skipped");
            }
            return ConditionEvaluationResult.disabled("this machine has no " + missing);
        }
    }
}
