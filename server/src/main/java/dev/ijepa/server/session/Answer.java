package dev.ijepa.server.session;

import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.pipeline.Lease;
import java.util.List;

/**
 * A response on its way to the client.
 *
 * @param images how many of the request it answers
 * @param lease what it holds of the budget, until the client has read it
 * @param observers of its items
 */
record Answer<T>(T response, int images, Lease lease, List<ItemObserver> observers) {}
