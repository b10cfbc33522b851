package dev.ijepa.server.batching;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** The threads in which outcomes are told: responses are encoded and written there. */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
public @interface Outcomes {}
