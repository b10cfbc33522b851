package dev.ijepa.server.session;

import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.pipeline.Lease;

/**
 * A response on its way to the client.
 *
 * @param lease what it holds of the budget, until the client has read it
 * @param observer of its item
 */
record Answer<T>(T response, Lease lease, ItemObserver observer) {}
