package dev.ijepa.server.pipeline;

import dev.ijepa.models.Exhaustive;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.ItemTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * A group on its way in. It holds the images; what outlives their decoding, {@link ItemInFlight}
 * and {@link JoinedOutcome}, does not.
 */
final class EnteringGroup {
  private final ItemGroup group;
  private final List<FeatureRequest> requests = new ArrayList<>();
  private final List<ItemInFlight> items = new ArrayList<>();
  private final BooleanSupplier isOver;

  /**
   * Takes over the group's uses of its model.
   *
   * @param cancelRest cancels the items of the group's call
   */
  EnteringGroup(ItemGroup group, OutcomesHandler done, Runnable cancelRest) {
    this.group = group;
    if (group.size() == 1) {
      FeatureRequest only = group.items().get(0);
      isOver = () -> false;
      requests.add(only);
      items.add(new ItemInFlight(only, (its, lease) -> done.accept(List.of(its), lease)));
      return;
    }
    JoinedOutcome joined = new JoinedOutcome(group.size(), done, cancelRest);
    isOver = joined::isOver;
    for (FeatureRequest request : group.items()) {
      requests.add(request.orCancelled(isOver));
      items.add(new ItemInFlight(request, joined.of(items.size())));
    }
  }

  /**
   * The items have their share of the budget.
   *
   * @param next goes on with each
   */
  void admitted(Lease lease, BiConsumer<FeatureRequest, ItemInFlight> next) {
    IntFunction<Lease> shares =
        items.size() == 1 ? only -> lease : new SharedLease(group, lease)::of;
    for (int i = 0; i < items.size(); i++) {
      items.get(i).admitted(shares.apply(i));
    }
    for (int i = 0; i < items.size(); i++) {
      if (isOver.getAsBoolean()) {
        items.get(i).fail(ItemTerms.cancelledFailure());
      } else {
        next.accept(requests.get(i), items.get(i));
      }
    }
  }

  /** Fails those that have no outcome yet. */
  void fail(Failure failure) {
    Exhaustive.forEach(items, item -> item.fail(failure));
  }
}
