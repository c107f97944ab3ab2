package io.millrace.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The versions of a program's jar and of what runs it. */
final class Version implements IVersionProvider {

    private final String program;

    /**
     * Makes the versions of a program.
     *
     * @param program its name, which is also the artifact it was built as
     */
    Version(String program) {
        this.program = program;
    }

    @Override
    public String[] getVersion() throws IOException {
        Properties properties = new Properties();
        String file = "/META-INF/maven/io.millrace/" + program + "/pom.properties";
        try (InputStream in = Version.class.getResourceAsStream(file)) {
            if (in != null) {
                properties.load(in);
            }
        }
        return new String[] {
            program + " " + properties.getProperty("version", "(not from a jar)"),
            "on Java " + System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vm.name")
        };
    }
}
