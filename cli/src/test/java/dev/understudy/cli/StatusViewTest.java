package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.cli.plan.Prices;
import dev.understudy.cli.plan.Quantity;
import dev.understudy.cli.plan.UsageReport;
import dev.understudy.page.PageState.Costs;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the page shows of the costs. */
class StatusViewTest {
  private static StatusView view(Object costs) {
    return new StatusView(Map.of("costs", costs), Optional.empty());
  }

  @Test
  void showsEveryItemOfTheCosts() {
    Map<Quantity, Double> usage = Map.of(Quantity.BYTES, 12e9, Quantity.RELABELED_BYTES, 1e9);

    Costs costs = view(UsageReport.of(usage, Prices.load(Optional.empty()))).costs().orElseThrow();

    assertThat(costs.usdPerDay()).isEqualTo(0.78);
    assertThat(costs.usdPerMonth()).isEqualTo(23.4);
    assertThat(costs.items())
        .hasSize(7)
        .contains(new Costs.Item("GB out of AWS", 12, 0.78, 23.4, "measured"));
    assertThat(costs.saved())
        .contains(new Costs.Item("GB of changes of labels alone", 1, 0.09, 2.7, "measured"));
  }

  @Test
  void saysWhyTheCostsAreUnknown() {
    StatusView view = view("cannot be read: denied");

    assertThat(view.costs()).isEmpty();
    assertThat(view.notes()).containsEntry("costs", "cannot be read: denied");
  }
}
