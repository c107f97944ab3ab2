package io.millrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.bench.suite.Profile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page in a real browser: {@code -Dmillrace.browser=PROGRAM}, or Chromium or Chrome on the path. Pictures of it stay in
 * {@code target/report-pages}.
 */
class ReportPageIT {

    private static final Path PICTURES = Path.of("target", "report-pages");

    private static final String BEYOND =
            "[...document.querySelectorAll('main *')].filter(one => !one.closest('.scroll')"
                    + " && one.getBoundingClientRect().right > 390)"
                    + ".slice(0, 5).map(one => one.tagName + ' ' + one.textContent.slice(0, 40)).join('; ')";

    /** Pairs of texts of one picture that overlap by more than a pixel. */
    private static final String OVERLAPS = """
            [...document.querySelectorAll('.chart svg')].flatMap(svg => {
              const texts = [...svg.querySelectorAll('text')].filter(text => text.textContent.trim())
                .map(text => ({ text: text.textContent, box: text.getBoundingClientRect() }));
              return texts.flatMap((one, index) => texts.slice(index + 1)
                .filter(other => Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left) > 1
                  && Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top) > 3)
                .map(other => one.text + ' | ' + other.text));
            }).join('; ')""";

    /** Charts whose lines do not have the colours of their legend, one each. */
    private static final String FOREIGN_COLORS = """
            [...document.querySelectorAll('.chart')].filter(chart => chart.querySelector('.legend')).filter(chart => {
              const legend = [...chart.querySelectorAll('.legend i')].map(mark => getComputedStyle(mark).backgroundColor);
              const drawn = [...chart.querySelectorAll('g[aria-label="line"] path')].map(path => getComputedStyle(path).stroke);
              return new Set(legend).size !== legend.length || drawn.length === 0
                || legend.length !== drawn.length || legend.some(color => !drawn.includes(color));
            }).map(chart => chart.id).join('; ')""";

    /** Charts of lines that have no legend. */
    private static final String WITHOUT_LEGEND = """
            [...document.querySelectorAll('.chart')].filter(chart => chart.querySelector('g[aria-label="line"]')
              && !chart.querySelector('.legend i')).map(chart => chart.id).join('; ')""";

    /** Lines that turn back. */
    private static final String TURNING_LINES = """
            [...document.querySelectorAll('g[aria-label="line"] path')].filter(path => {
              const places = path.getAttribute('d').split(/[ML]/).filter(point => point).map(point => parseFloat(point));
              return places.some((place, index) => index > 0 && place < places[index - 1]);
            }).length""";

    @TempDir
    static Path directory;

    private static Browser browser;
    private static Path page;

    @BeforeAll
    static void openBrowser() throws Exception {
        Path program = Browser.find().orElse(null);
        assumeTrue(
                program != null,
                "no browser: neither the property millrace.browser nor chromium, chromium-browser or google-chrome on the path");
        ResultFolder folder = Sample.run(directory.resolve("results"), Profile.QUICK);
        page = directory.resolve("report.html");
        Files.writeString(page, new Renderer(folder.read(Sample.catalogue())).html());
        Files.createDirectories(PICTURES);
        browser = new Browser(program, directory.resolve("profile"));
    }

    @AfterAll
    static void closeBrowser() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, false", "1280, true", "390, false", "390, true"})
    void everyChartIsDrawnAndThePageFitsAndLogsNoError(int width, boolean dark) throws Exception {
        browser.open(page, width, dark);
        browser.picture(PICTURES.resolve("report-" + width + (dark ? "-dark" : "-light") + ".png"));

        int charts = number("document.querySelectorAll('.chart').length");
        int drawn = number(
                "[...document.querySelectorAll('.chart')].filter(chart => { const svg = chart.querySelector('svg');"
                        + " return svg && svg.getBoundingClientRect().width > 100 && svg.getBoundingClientRect().height > 40; }).length");

        assertThat(charts).isPositive();
        assertThat(drawn).as("charts with a picture").isEqualTo(charts);
        assertThat(number("document.querySelectorAll('.wide .chart circle').length"))
                .as("cells in the overview")
                .isPositive();
        assertThat(number("document.documentElement.scrollWidth"))
                .as("width of the page; beyond it are %s", browser.evaluate(BEYOND))
                .isLessThanOrEqualTo(width);
        assertThat(browser.errors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 700, 1280})
    void noTextsOfAChartOverlap(int width) throws Exception {
        browser.open(page, width, false);

        assertThat(number("document.querySelectorAll('.chart svg text').length"))
                .isPositive();
        assertThat(browser.evaluate(OVERLAPS).getAsString()).isEmpty();
    }

    @Test
    void everyLineHasTheColorOfItsNameInTheLegend() throws Exception {
        browser.open(page, 1280, false);

        assertThat(browser.evaluate(WITHOUT_LEGEND).getAsString()).isEmpty();
        assertThat(number("document.querySelectorAll('.chart .legend').length")).isPositive();
        assertThat(browser.evaluate(FOREIGN_COLORS).getAsString()).isEmpty();
    }

    @Test
    void everyLineRunsForward() throws Exception {
        browser.open(page, 1280, false);

        assertThat(number("document.querySelectorAll('g[aria-label=\"line\"] path').length"))
                .isPositive();
        assertThat(number(TURNING_LINES)).isZero();
    }

    private static int number(String expression) throws Exception {
        return browser.evaluate(expression).getAsInt();
    }
}
