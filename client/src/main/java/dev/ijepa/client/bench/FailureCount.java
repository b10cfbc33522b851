package dev.ijepa.client.bench;

/**
 * How often items failed in one way.
 *
 * @param code the gRPC status
 * @param reason the stable reason of the ErrorInfo; empty if none came
 * @param count items that ended with it
 * @param retryDelays of those that came with a RetryInfo, how long it says to wait
 */
public record FailureCount(String code, String reason, long count, Percentiles retryDelays) {}
