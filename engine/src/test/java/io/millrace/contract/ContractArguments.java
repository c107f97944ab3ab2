package io.millrace.contract;

import io.millrace.ChannelKind;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.AnnotationBasedArgumentsProvider;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Gives a {@link Contract} test its kinds of channel. */
final class ContractArguments extends AnnotationBasedArgumentsProvider<Contract> {

    @Override
    protected Stream<? extends Arguments> provideArguments(
            ParameterDeclarations parameters, ExtensionContext context, Contract contract) {
        Stream<ChannelKind> told = contract.told() ? ChannelKind.TOLD.stream() : Stream.empty();
        return Stream.concat(ChannelKind.ALL.stream(), told)
                .filter(contract.on()::includes)
                .map(Arguments::of);
    }
}
