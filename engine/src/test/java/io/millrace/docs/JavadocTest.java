package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the Javadoc of every public type has. {@link SnippetsTest} compiles its examples. */
class JavadocTest {

    /** A public type, nested or not, behind its Javadoc and its annotations. */
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@[^\n]*\\s*)*^ *public (?:[a-z-]+ )*(?:class|interface|record|enum) (\\w+)",
            Pattern.DOTALL | Pattern.MULTILINE);

    /** Exceptions, enums and interfaces of callbacks explain themselves; builders with few settings are shown by what they build. */
    private static final Set<String> WITHOUT_EXAMPLE = Set.of(
            "ChannelClosedException",
            "ChannelEnd",
            "ChannelFullException",
            "Handler",
            "KeyedWorkersBuilder",
            "Lagging",
            "Overflow",
            "PendingClaim",
            "PipelineBuilder",
            "RequestFailedException",
            "RequestStats",
            "RequestTimeoutException",
            "RequestsBuilder",
            "SharedReceiver",
            "SharedRingBuilder",
            "SharedRingState",
            "SharedSender",
            "SubscriberTooSlowException",
            "TimeSource",
            "Transform",
            "UndeliveredHandler",
            "UndeliveredReason",
            "WorkCounts",
            "WorkerPoolBuilder");

    /** Or the other tests would look at nothing. */
    @Test
    void everyPublicTypeIsFound() {
        assertThat(PublicTypes.sources()).isNotEmpty().allSatisfy(source -> {
            String text = Documents.text(source);
            assertThat(PUBLIC_TYPE.matcher(text).find()).as("%s", source).isEqualTo(text.contains("\npublic "));
        });
    }

    @Test
    void everyPublicTypeSaysSinceWhenItExists() {
        for (Path source : PublicTypes.sources()) {
            Matcher type = PUBLIC_TYPE.matcher(Documents.text(source));
            while (type.find()) {
                assertThat(type.group(1)).as("Javadoc of %s", type.group(2)).contains("@since ");
            }
        }
    }

    @Test
    void everyTypeThatAUserStartsFromHasAnExample() {
        for (Path source : PublicTypes.sources()) {
            Matcher type = PUBLIC_TYPE.matcher(Documents.text(source));
            if (type.find() && !WITHOUT_EXAMPLE.contains(type.group(2))) {
                assertThat(type.group(1)).as("Javadoc of %s", type.group(2)).contains("<pre>{@code");
            }
        }
    }
}
