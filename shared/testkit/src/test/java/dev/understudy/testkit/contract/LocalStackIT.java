package dev.understudy.testkit.contract;

import static dev.understudy.testkit.contract.ConditionContract.match;
import static dev.understudy.testkit.contract.ContractFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.emulators.real.RealLocalStack;
import dev.understudy.testkit.contract.ContractClient.Listing;
import dev.understudy.testkit.contract.ContractClient.Page;
import dev.understudy.testkit.contract.ContractClient.Part;
import dev.understudy.testkit.junit.LeftOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** LocalStack 4.14. Each overridden test is a difference from Amazon's S3, as it was measured. */
final class LocalStackIT extends StoreContract {
  private static RealLocalStack localStack;
  private static ContractClient client;

  @BeforeAll
  static void connect() {
    localStack = LeftOut.ifMissing(RealLocalStack::start);
    client =
        new AwsContractClient(
            localStack.endpoint(), RealLocalStack.accessKey(), RealLocalStack.secretKey());
  }

  @AfterAll
  static void disconnect() {
    if (localStack != null) {
      client.close();
      localStack.close();
    }
  }

  @Override
  public ContractClient client() {
    return client;
  }

  /** LocalStack accepts any number of tags with a PUT. */
  @Override
  @Test
  public void refusesMoreThanTenTags() {
    Map<String, String> tags = Map.of("x-amz-tagging", "1=&2=&3=&4=&5=&6=&7=&8=&9=&10=&11=");

    client().put(bucket(), "a", bytes("x"), tags);

    assertThat(client().tags(bucket(), "a")).hasSize(11);
  }

  /** LocalStack has no limit. */
  @Override
  @Test
  public void limitsUserMetadata() {
    Map<String, String> more = Map.of("x-amz-meta-a", "v".repeat(2048));

    client().put(bucket(), "a", bytes("x"), more);

    assertThat(client().head(bucket(), "a", NONE, NONE).headers()).containsAllEntriesOf(more);
  }

  /** LocalStack does not implement it. */
  @Override
  @Test
  public void deletesOnlyTheKnownEtag() {
    String etag = put(bucket(), "a", "one").etag();

    refused(501, "NotImplemented", () -> client().delete(bucket(), "a", match(etag), NONE));

    assertThat(read(bucket(), "a")).isEqualTo("one");
  }

  /** LocalStack forgets an upload that is completed. */
  @Override
  @Test
  public void completesTwice() {
    String id = client().beginUpload(bucket(), "a", NONE);
    List<Part> parts = List.of(client().uploadPart(bucket(), "a", id, 1, bytes("x")));
    client().complete(bucket(), "a", id, parts, NONE);

    refused(404, "NoSuchUpload", () -> client().complete(bucket(), "a", id, parts, NONE));
  }

  /** LocalStack omits keys outside ASCII from every page after the first. */
  @Override
  @Test
  public void listsPageByPage() {
    assertThat(walk(Listing.under("").pagesOf(3))).isEqualTo(ascii(ListingContract.ORDERED));
    assertThat(client().list(bucket(), Listing.under("")).keys())
        .as("on one page")
        .isEqualTo(ListingContract.ORDERED);
  }

  /** As with pages. */
  @Override
  @Test
  public void listsFromAfterAKey() {
    putAll();
    List<String> all = ListingContract.ORDERED;

    assertThat(client().list(bucket(), Listing.under("").after("b.1")).keys())
        .isEqualTo(ascii(all.subList(all.indexOf("b/1"), all.size())));
  }

  /** As with pages. */
  @Override
  @Test
  public void pagesThroughPrefixesOnce() {
    assertThat(walk(Listing.under("").by("/").pagesOf(1)))
        .doesNotHaveDuplicates()
        .contains("b/", "B/")
        .hasSize(ascii(ListingContract.ORDERED).size() - 1);
  }

  private List<String> walk(Listing listing) {
    putAll();
    List<String> walked = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      Page page = client().list(bucket(), token.map(listing::continued).orElse(listing));
      walked.addAll(page.keys());
      walked.addAll(page.commonPrefixes());
      token = page.next();
    } while (token.isPresent());
    return walked;
  }

  private static List<String> ascii(List<String> keys) {
    return keys.stream().filter(key -> key.chars().allMatch(c -> c < 0x80)).toList();
  }
}
