package io.millrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.bench.suite.Profile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    private static int number(String expression) throws Exception {
        return browser.evaluate(expression).getAsInt();
    }
}
