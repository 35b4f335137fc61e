package dev.understudy.testkit.contract;

import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.ComposeObjectArgs;
import io.minio.CopyObjectArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.DeleteObjectTagsArgs;
import io.minio.DeleteObjectsArgs;
import io.minio.Directive;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.GetObjectTagsArgs;
import io.minio.HeadObjectArgs;
import io.minio.Http;
import io.minio.ListObjectVersionsArgs;
import io.minio.ListObjectsV2Args;
import io.minio.ListPartsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectAPIArgs;
import io.minio.SetBucketVersioningArgs;
import io.minio.SetObjectTagsArgs;
import io.minio.SourceObject;
import io.minio.UploadPartArgs;
import io.minio.UploadPartCopyArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.errors.ServerException;
import io.minio.messages.DeleteRequest;
import io.minio.messages.DeleteResult;
import io.minio.messages.Item;
import io.minio.messages.VersioningConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * The contract's client on the MinIO SDK, through its single requests: one call here is one
 * request.
 */
final class MinioContractClient implements ContractClient {
  private final Requests minio;
  private final OkHttpClient http;

  MinioContractClient(URI endpoint, String accessKey, String secretKey) {
    this.http =
        new OkHttpClient.Builder()
            .protocols(List.of(Protocol.HTTP_1_1))
            .retryOnConnectionFailure(false)
            .build();
    MinioAsyncClient client =
        MinioAsyncClient.builder()
            .endpoint(endpoint.toString())
            .region("us-east-1")
            .credentials(accessKey, secretKey)
            .httpClient(http)
            .build();
    this.minio = new Requests(client);
  }

  /** The SDK's requests, with the DELETE that it keeps for itself when headers are wanted. */
  private static final class Requests extends MinioAsyncClient {
    Requests(MinioAsyncClient client) {
      super(client);
    }

    CompletableFuture<StoreAnswer> delete(
        String bucket, String key, Map<String, String> headers, Map<String, String> query) {
      var args = io.minio.RemoveObjectArgs.builder().bucket(bucket).object(key).build();
      return executeDeleteAsync(args, new Http.Headers(headers), new Http.QueryParameters(query))
          .thenApply(
              response -> {
                try (response) {
                  return answer(response.code(), response.headers());
                }
              });
    }
  }

  @Override
  public void createBucket(String bucket, boolean versioned) {
    await(minio.makeBucket(MakeBucketArgs.builder().bucket(bucket).build()));
    if (versioned) {
      VersioningConfiguration enabled =
          new VersioningConfiguration(VersioningConfiguration.Status.ENABLED, null, null, null);
      await(
          minio.setBucketVersioning(
              SetBucketVersioningArgs.builder().bucket(bucket).config(enabled).build()));
    }
  }

  /** Double slashes are collapsed by the SDK, and dot segments refused. */
  @Override
  public boolean canSendEmptyHeaders() {
    return false;
  }

  @Override
  public boolean canSend(String key) {
    return !("/" + key).contains("//")
        && List.of(key.split("/", -1)).stream().noneMatch(s -> s.equals(".") || s.equals(".."));
  }

  @Override
  public StoreAnswer put(String bucket, String key, byte[] body, Map<String, String> headers) {
    PutObjectAPIArgs.Builder args = PutObjectAPIArgs.builder().bucket(bucket).object(key);
    args.data(body, body.length).headers(new Http.Headers(headers));
    Optional.ofNullable(headers.get("Content-Type")).ifPresent(args::contentType);
    return answer(200, await(minio.putObject(args.build())).headers());
  }

  @Override
  public StoreAnswer get(
      String bucket, String key, Map<String, String> headers, Map<String, String> query) {
    GetObjectArgs args =
        GetObjectArgs.builder()
            .bucket(bucket)
            .object(key)
            .extraHeaders(headers)
            .extraQueryParams(query)
            .build();
    try (GetObjectResponse in = await(minio.getObject(args))) {
      int status = in.headers().get("Content-Range") == null ? 200 : 206;
      return new StoreAnswer(status, headers(in.headers()), in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public StoreAnswer head(
      String bucket, String key, Map<String, String> headers, Map<String, String> query) {
    HeadObjectArgs args =
        HeadObjectArgs.builder()
            .bucket(bucket)
            .object(key)
            .extraHeaders(headers)
            .extraQueryParams(query)
            .build();
    return answer(200, await(minio.headObject(args)).headers());
  }

  @Override
  public StoreAnswer delete(
      String bucket, String key, Map<String, String> headers, Map<String, String> query) {
    return await(minio.delete(bucket, key, headers, query));
  }

  @Override
  public List<String> deleteAll(String bucket, List<String> keys, boolean quiet) {
    DeleteObjectsArgs args =
        DeleteObjectsArgs.builder()
            .bucket(bucket)
            .objects(keys.stream().map(DeleteRequest.Object::new).toList())
            .quiet(quiet)
            .build();
    return await(minio.deleteObjects(args)).result().objects().stream()
        .map(DeleteResult.Deleted::name)
        .toList();
  }

  @Override
  public StoreAnswer copy(String bucket, String from, String to, Map<String, String> headers) {
    Map<String, String> rest = new TreeMap<>(headers);
    SourceObject.Builder source = SourceObject.builder().bucket(bucket).object(from);
    Optional.ofNullable(rest.remove("x-amz-copy-source-if-match"))
        .ifPresent(etag -> source.matchETag(etag.replace("\"", "")));
    CopyObjectArgs.Builder args =
        CopyObjectArgs.builder().bucket(bucket).object(to).source(source.build());
    Optional.ofNullable(rest.remove("x-amz-metadata-directive"))
        .ifPresent(directive -> args.metadataDirective(Directive.valueOf(directive)));
    Optional.ofNullable(rest.remove("x-amz-tagging-directive"))
        .ifPresent(directive -> args.taggingDirective(Directive.valueOf(directive)));
    Optional.ofNullable(rest.remove("x-amz-tagging"))
        .ifPresent(tag -> args.tags(Map.of(tag.split("=", 2)[0], tag.split("=", 2)[1])));
    return answer(200, await(minio.copyObject(args.extraHeaders(rest).build())).headers());
  }

  @Override
  public Map<String, String> tags(String bucket, String key) {
    return await(
            minio.getObjectTags(GetObjectTagsArgs.builder().bucket(bucket).object(key).build()))
        .get();
  }

  @Override
  public void tag(String bucket, String key, Map<String, String> tags) {
    if (tags.isEmpty()) {
      await(
          minio.deleteObjectTags(
              DeleteObjectTagsArgs.builder().bucket(bucket).object(key).build()));
      return;
    }
    await(
        minio.setObjectTags(
            SetObjectTagsArgs.builder().bucket(bucket).object(key).tags(tags).build()));
  }

  @Override
  public Page list(String bucket, Listing listing) {
    var result =
        await(
                minio.listObjectsV2(
                    ListObjectsV2Args.builder()
                        .bucket(bucket)
                        .prefix(listing.prefix())
                        .delimiter(listing.delimiter().orElse(null))
                        .startAfter(listing.startAfter().orElse(null))
                        .continuationToken(listing.token().orElse(null))
                        .maxKeys(listing.most())
                        .encodingType("url")
                        .build()))
            .result();
    return new Page(
        result.contents().stream().map(item -> entry(item, false)).toList(),
        result.commonPrefixes().stream().map(p -> decoded(p.toItem().objectName())).toList(),
        result.keyCount(),
        Optional.ofNullable(result.nextContinuationToken()));
  }

  @Override
  public List<Entry> versions(String bucket, String prefix) {
    var result =
        await(
                minio.listObjectVersions(
                    ListObjectVersionsArgs.builder()
                        .bucket(bucket)
                        .prefix(prefix)
                        .encodingType("url")
                        .build()))
            .result();
    List<Entry> entries = new ArrayList<>();
    result.contents().forEach(item -> entries.add(entry(item, false)));
    result.deleteMarkers().forEach(item -> entries.add(entry(item, true)));
    return entries;
  }

  private static Entry entry(Item item, boolean marker) {
    return new Entry(
        decoded(item.objectName()),
        marker ? "" : bare(item.etag()),
        marker ? 0 : item.size(),
        item.lastModified().toInstant(),
        Optional.ofNullable(item.versionId()).orElse(""),
        item.isLatest(),
        marker);
  }

  @Override
  public String beginUpload(String bucket, String key, Map<String, String> headers) {
    return await(
            minio.createMultipartUpload(
                CreateMultipartUploadArgs.builder()
                    .bucket(bucket)
                    .object(key)
                    .headers(new Http.Headers(headers))
                    .build()))
        .result()
        .uploadId();
  }

  @Override
  public Part uploadPart(String bucket, String key, String uploadId, int number, byte[] body) {
    UploadPartArgs args =
        UploadPartArgs.builder()
            .bucket(bucket)
            .object(key)
            .uploadId(uploadId)
            .partNumber(number)
            .data(body, body.length)
            .build();
    return new Part(number, bare(await(minio.uploadPart(args)).part().etag()), body.length);
  }

  @Override
  public Part copyPart(
      String bucket, String from, String key, String uploadId, int number, CopyRange of) {
    String source = URLEncoder.encode(from, StandardCharsets.UTF_8).replace("+", "%20");
    Http.Headers headers =
        new Http.Headers(
            Map.of(
                "x-amz-copy-source", "/" + bucket + "/" + source,
                "x-amz-copy-source-if-match", of.etag(),
                "x-amz-copy-source-range", "bytes=%d-%d".formatted(of.first(), of.last())));
    // The builder of UploadPartCopyArgs fails, because the constructor that it calls is missing.
    ComposeObjectArgs target =
        ComposeObjectArgs.builder()
            .bucket(bucket)
            .object(key)
            .sources(List.of(SourceObject.builder().bucket(bucket).object(from).build()))
            .build();
    UploadPartCopyArgs args = new UploadPartCopyArgs(target, uploadId, number, headers);
    String etag = await(minio.uploadPartCopy(args)).part().etag();
    return new Part(number, bare(etag), of.last() - of.first() + 1);
  }

  @Override
  public List<Part> parts(String bucket, String key, String uploadId) {
    return await(
            minio.listParts(
                ListPartsArgs.builder().bucket(bucket).object(key).uploadId(uploadId).build()))
        .result()
        .parts()
        .stream()
        .map(part -> new Part(part.partNumber(), bare(part.etag()), part.partSize()))
        .toList();
  }

  @Override
  public StoreAnswer complete(
      String bucket, String key, String uploadId, List<Part> parts, Map<String, String> headers) {
    CompleteMultipartUploadArgs args =
        CompleteMultipartUploadArgs.builder()
            .bucket(bucket)
            .object(key)
            .uploadId(uploadId)
            .parts(
                parts.stream()
                    .map(part -> new io.minio.messages.Part(part.number(), part.etag()))
                    .toArray(io.minio.messages.Part[]::new))
            .maxRetries(1)
            .extraHeaders(headers)
            .build();
    var response = await(minio.completeMultipartUpload(args));
    Map<String, String> all = headers(response.headers());
    all.put("etag", response.etag());
    return new StoreAnswer(200, all, new byte[0]);
  }

  @Override
  public void abort(String bucket, String key, String uploadId) {
    await(
        minio.abortMultipartUpload(
            AbortMultipartUploadArgs.builder()
                .bucket(bucket)
                .object(key)
                .uploadId(uploadId)
                .build()));
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private static <T> T await(CompletableFuture<T> call) {
    try {
      return call.join();
    } catch (CompletionException e) {
      throw refusal(e);
    }
  }

  private static RuntimeException refusal(CompletionException e) {
    Throwable cause = e.getCause();
    while (cause instanceof CompletionException) {
      cause = cause.getCause();
    }
    if (cause instanceof ErrorResponseException error) {
      return new StoreErrorException(
          error.response().code(),
          Optional.ofNullable(error.errorResponse().code()).orElse(""),
          headers(error.response().headers()),
          error);
    }
    if (cause instanceof ServerException error) {
      return new StoreErrorException(error.statusCode(), "", Map.of(), error);
    }
    return cause instanceof MinioException ? new IllegalStateException(cause) : e;
  }

  private static StoreAnswer answer(int status, Headers headers) {
    return new StoreAnswer(status, headers(headers), new byte[0]);
  }

  private static Map<String, String> headers(Headers headers) {
    Map<String, String> all = new TreeMap<>();
    headers
        .toMultimap()
        .forEach(
            (name, values) -> all.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    return all;
  }

  /** The SDK decodes keys only in listings that it walks itself. */
  private static String decoded(String key) {
    return URLDecoder.decode(key, StandardCharsets.UTF_8);
  }

  private static String bare(String etag) {
    return etag.replace("\"", "");
  }
}
