package io.millrace.support;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;
import io.millrace.Channel;
import java.net.URL;
import java.util.Set;

/** The classes that are shipped, without those of the tests. */
public final class MainClasses implements LocationProvider {

    /** Where they lie. */
    public static URL url() {
        return Channel.class.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    public Set<Location> get(Class<?> testClass) {
        return Set.of(Location.of(url()));
    }
}
