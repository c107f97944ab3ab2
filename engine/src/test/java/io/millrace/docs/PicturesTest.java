package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

/** The pictures in the documents, each of which has a form for light and one for dark pages. */
class PicturesTest {

    private static final List<Path> PICTURES = Documents.filesBelow("docs/images", ".svg");

    @Test
    void everyPictureIsValidXmlWithATitleAndADescription() throws Exception {
        for (Path picture : PICTURES) {
            var root = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(picture.toFile())
                    .getDocumentElement();

            assertThat(root.getNodeName()).as("%s", picture).isEqualTo("svg");
            assertThat(root.getElementsByTagName("title").getLength())
                    .as("titles of %s", picture)
                    .isOne();
            assertThat(root.getElementsByTagName("desc").getLength())
                    .as("descriptions of %s", picture)
                    .isOne();
        }
    }

    @Test
    void theLightAndTheDarkFormDifferInTheirColorsOnly() {
        for (Path picture : PICTURES) {
            String name = picture.getFileName().toString();
            String other = name.contains("-dark") ? name.replace("-dark", "-light") : name.replace("-light", "-dark");

            assertThat(withoutColors(picture)).as(name).isEqualTo(withoutColors(picture.resolveSibling(other)));
        }
    }

    @Test
    void everyPictureIsShownInSomeDocument() {
        String documents = Documents.markdown().stream().map(Documents::text).collect(Collectors.joining());

        assertThat(PICTURES).isNotEmpty().allMatch(picture -> documents.contains("images/" + picture.getFileName()));
    }

    private static String withoutColors(Path picture) {
        return Documents.text(picture).replaceAll("#[0-9a-f]{6}", "#");
    }
}
