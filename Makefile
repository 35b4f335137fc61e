# The targets of the project. `make help` lists them; CI runs the same ones.
.DEFAULT_GOAL := help
SHELL := bash
# The installed Maven, or else the wrapper, which downloads one. MVN=./mvnw takes the wrapper in any case.
MVN ?= $(if $(shell command -v mvn),mvn,./mvnw)
MAVEN := $(MVN) -B -ntp
JAVA := $(if $(JAVA_HOME),$(JAVA_HOME)/bin/java,java)
SOURCES := pom.xml $(shell find shared functions lab cli benchmarks -name pom.xml -o -path '*/src/main/*' -type f)
BUILT := target/built
STANDBY ?= embedded
WITH_STANDBY := $(if $(filter embedded,$(STANDBY)),,$(if $(filter minio,$(STANDBY)),scripts/with-minio,\
  $(error STANDBY is "$(STANDBY)" but must be embedded or minio)))
LAB := $(WITH_STANDBY) $(JAVA) -Xmx512m -cp lab/target/lab.jar

# Variables that had another name once. Ignoring them silently would run something else than was asked for.
renamed = $(if $(filter command,$(firstword $(origin $(1)))),$(error The variable $(1) is called $(2)))
$(call renamed,DIR,DEMO_DIR)$(call renamed,ONLY,PROBE_ONLY)$(call renamed,REAL,BENCH_REAL)
$(call renamed,SECONDS,SOAK_SECONDS)$(call renamed,SEED,SOAK_SEED)$(call renamed,WRITERS,SOAK_WRITERS)
$(call renamed,KEYS,SOAK_KEYS)

.PHONY: help demo up probe drill cli soak bench bench-smoke bench-reconcile bench-ranges bench-concurrency bench-hot test test-class test-real test-standbys \
  sam-local \
  terraform terraform-apply check format clean sbom release

help: ## list the targets
	@awk -F ':.*## ' '/^##@ / { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-zA-Z%-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 } \
	  /^#    [A-Za-z]/ { printf "  %21s %s\n", "", substr($$0, 6) }' $(MAKEFILE_LIST)

##@ Try it
demo: $(BUILT) ## run the whole system in one JVM and compare both buckets at the end
#    DEMO_DIR=a folder of yours to serve; STANDBY=minio for a real MinIO
	@DIR="$(DEMO_DIR)" $(LAB) dev.understudy.lab.DemoCommand

up: $(BUILT) ## keep the whole system running until Ctrl-C, with a page that shows it
#    STANDBYS=2 for two standbys; STANDBY=minio for a real MinIO; PORT_BASE=9000 for fixed ports; see docs/local.md
	@exec $(LAB) dev.understudy.lab.UpCommand

probe: ## ask the health probe about the stack that `make up` runs
#    PROBE_ONLY=standby,edge for some of its checks
	@ONLY="$(PROBE_ONLY)" scripts/probe

drill: $(BUILT) ## let the primary fail under load, in three ways, and measure failover and failback
#    STANDBYS=2 loses the first standby too; STANDBY=minio for a real MinIO; DRILL_FACTOR=30, DRILL_SEED=
	@$(LAB) dev.understudy.lab.DrillCommand

##@ Operate it
cli: ## build the operator's command, understudy: one jar and a launcher in target/cli
	@echo "Building ..."
	@$(MAVEN) -q -DskipTests -pl cli -am package
	@mkdir -p target/cli && cp cli/target/understudy.jar cli/src/main/launcher/understudy target/cli/
	@echo "target/cli/understudy --help; docs/cli.md describes it"

##@ Test it
test: ## run all checks and every test that needs only a JDK and Maven
	@scripts/run-tests $(MAVEN) -T 2 verify

test-class: ## run one test class, unit test or integration test (*IT), in whatever module it is
#    CLASS=ConvergeTest (required); TEST_SEED=seed of a failed run; an *IT may need servers
	@: $(if $(CLASS),,$(error CLASS is missing: make test-class CLASS=ConvergeTest))
	@$(if $(filter %IT,$(CLASS)),$(ONE_IT),$(ONE_UNIT))

test-real: ## run the tests that need real servers (*IT): MinIO, and LocalStack where Docker runs
#    UNDERSTUDY_MINIO=path of a MinIO server; without it scripts/minio finds or builds one
#    UNDERSTUDY_STANDBY=path of another server with MinIO's arguments, such as Silo: the tests of the product on it
	@$(if $(UNDERSTUDY_STANDBY),$(ON_ANOTHER_STANDBY),$(ON_BOTH_MINIOS))

test-standbys: ## measure each S3 server that can be had as a standby, and compare with docs/standbys.md
#    UNDERSTUDY_STANDBY=path of another server with MinIO's arguments; scripts/standbys finds or builds the others
	@rm -f target/standbys.md
	@$(WITH_SERVERS) scripts/run-tests $(MAVEN) -Preal -pl lab -am -Dit.test=StandbysIT \
	  -Dfailsafe.failIfNoSpecifiedTests=false verify; status=$$?; \
	[ ! -e target/standbys.md ] || cat target/standbys.md; exit $$status

sam-local: ## invoke every function with every file of events/ in SAM's containers; needs SAM CLI and Docker
	@scripts/run-tests $(MAVEN) -Preal -pl lab -am -Dit.test=SamLocalIT -Dfailsafe.failIfNoSpecifiedTests=false verify

SOAK_SECONDS ?= 180
soak: $(BUILT) ## stop and kill a real MinIO at random while 16 writers change 2,000 keys; then compare
#    SOAK_SECONDS=180, SOAK_SEED=, SOAK_WRITERS=16, SOAK_KEYS=2000
	@minio="$$(scripts/minio)"; [ -n "$$minio" ] || exit 2; \
	UNDERSTUDY_MINIO="$$minio" SOAK_SECONDS="$(SOAK_SECONDS)" SOAK_SEED="$(SOAK_SEED)" \
	  SOAK_WRITERS="$(SOAK_WRITERS)" SOAK_KEYS="$(SOAK_KEYS)" $(LAB) dev.understudy.lab.SoakCommand

terraform: ## check terraform/: format, validate, module tests with mock providers, checkov, README tables
	@scripts/terraform-check

terraform-apply: ## apply, change and destroy terraform/ on an AWS emulator and stand-in providers
#    TERRAFORM_AWS_EMULATOR=command that starts the emulator
	@scripts/terraform-apply

check: ## compile and run the static checks, without the tests
	@scripts/run-tests $(MAVEN) -T 2 -DskipTests verify
	@scripts/lint-workflows

format: ## format the sources
	$(MAVEN) -q spotless:apply

##@ Measure it
WITH_REAL = $(if $(BENCH_REAL),minio="$$(scripts/minio)"; [ -n "$$minio" ] || exit 2; UNDERSTUDY_MINIO="$$minio")
BENCH := $(JAVA) -cp benchmarks/target/benchmarks.jar dev.understudy.benchmarks.
bench: $(BUILT) ## measure everything that docs/performance.md claims; takes eight minutes on two cores
#    BENCH_ROUNDS=5; BENCH_REAL=1 for a real MinIO on both sides
	@$(WITH_REAL) $(BENCH)Bench

bench-%: $(BUILT) ## measure one part: copy, small, calls, heap, cold, lag or mixed; or compare settings
	@$(WITH_REAL) $(BENCH)Bench $*

bench-smoke: $(BUILT) ## check what does not depend on the machine: calls per object, bytes moved, sufficient heap
	@$(BENCH)BenchSmoke

bench-reconcile: $(BUILT) ## compare a pass over a million equal keys with listing both sides, in a 64 MiB heap
#    BENCH_KEYS=, BENCH_ROUNDS=, BENCH_MORE_KEYS=
	@$(BENCH)ReconcileBench benchmarks/target/bench-reconcile.json

bench-ranges: $(BUILT) ## compare passes in 1, 2, 4 and 8 key ranges, over 20 million equal keys
#    BENCH_KEYS=
	@$(BENCH)RangesBench benchmarks/target/bench-ranges.json

bench-concurrency: $(BUILT) ## simulate the replicator at up to 1,000 invocations at a time
	@$(BENCH)ConcurrencyTable

bench-hot: $(BUILT) ## show what a standby with hot objects only serves and saves, by generated access logs
	@$(BENCH)HotBench docs/images/hot-objects.svg

##@ Release it
FUNCTIONS := functions/replicator,functions/reconciler,functions/health-probe
JAR := $(if $(JAVA_HOME),$(JAVA_HOME)/bin/jar,jar)
# Fixed, as in pom.xml: two builds of one commit are the same bytes.
TIMESTAMP := 2026-11-24T00:00:00Z
release: $(addprefix release-,ReplicatorFunction ReconcilerFunction HealthProbeFunction) sbom ## package the functions
#    ARCHITECTURE=arm64 or x86_64; writes archives, SBOM and SHA256SUMS to target/release
	@cp target/bom.json target/release/understudy-sbom.cdx.json
	@cd target/release && sha256sum *.zip *.json >SHA256SUMS && cat SHA256SUMS

release-%:
	@rm -rf target/release-build/$* && mkdir -p target/release target/release-build/$*
	@$(MAKE) --no-print-directory build-$* ARTIFACTS_DIR="$(CURDIR)/target/release-build/$*"
	@$(JAR) --create --no-manifest --date=$(TIMESTAMP) --file target/release/$*-$(ARCHITECTURE).zip \
	  -C target/release-build/$* lib

sbom: ## write the software bill of materials (CycloneDX) to target/bom.json
	@$(MAVEN) -q -DskipTests -pl $(FUNCTIONS) -am package org.cyclonedx:cyclonedx-maven-plugin:makeAggregateBom \
	  -Daccp.classifier=$(ACCP)

##@ Housekeeping
clean: ## remove everything that was built
	$(MAVEN) -q clean

$(BUILT): $(SOURCES)
	@echo "Building ..."
	@$(MAVEN) -q -DskipTests package
	@mkdir -p $(@D) && touch $@

ON_BOTH_MINIOS = minio="$$(scripts/minio)" && marker="$$(scripts/minio marker)" && \
  $(call say-server,standby,"$$minio") && $(call say-server,standby that needs the marker,"$$marker") && \
  UNDERSTUDY_MINIO="$$minio" UNDERSTUDY_MARKER_MINIO="$$marker" $(WITH_OTHERS) $(WITH_BROWSER) scripts/run-tests $(MAVEN) -Preal verify
WITH_OTHERS = UNDERSTUDY_VERSITYGW="$$(scripts/standbys versitygw)" UNDERSTUDY_SEAWEEDFS="$$(scripts/standbys seaweedfs)"
WITH_BROWSER = UNDERSTUDY_CHROMIUM="$$(scripts/chromium)" UNDERSTUDY_CHROMEDRIVER="$$(scripts/chromium driver)"
WITH_MINIOS = UNDERSTUDY_MINIO="$$(scripts/minio)" UNDERSTUDY_MARKER_MINIO="$$(scripts/minio marker)"
WITH_SERVERS = $(WITH_MINIOS) $(WITH_OTHERS)
# Contracts that compare a server with MinIO itself are no statement about another one.
ON_ANOTHER_STANDBY = $(call say-server,standby,"$(UNDERSTUDY_STANDBY)") && \
  echo "LEFT OUT: the contracts of MinIO itself, the droplet, the drill and LocalStack: UNDERSTUDY_STANDBY is set" && \
  UNDERSTUDY_MINIO="$(UNDERSTUDY_STANDBY)" scripts/run-tests $(MAVEN) -Preal \
    -Dit.test='S3StandbyOnMinioIT,S3ListingOnMinioIT,EveryKindOfObjectIT,WireFaultsIT,ChurnIT' \
    -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false verify
say-server = echo "$(1): "$(2)" $$($(2) --version 2>/dev/null | head -n 1)"
ONE_UNIT = scripts/run-tests $(MAVEN) $(SEEDED) -Dtest='$(CLASS)' -Dsurefire.failIfNoSpecifiedTests=false \
  $(MODULE) verify
ONE_IT = $(if $(filter PageIT,$(CLASS)),$(WITH_BROWSER),$(if $(filter StandbysIT DoctorIT,$(CLASS)),$(WITH_SERVERS),$(WITH_MINIOS))) \
  scripts/run-tests $(MAVEN) -Preal $(SEEDED) -Dit.test='$(CLASS)' \
  -Dfailsafe.failIfNoSpecifiedTests=false $(MODULE) verify
SEEDED = $(if $(TEST_SEED),-Dunderstudy.seed=$(TEST_SEED))
# The class's own module and what it needs, or an error where no module has it.
MODULE = $(or $(patsubst %,-pl % -am,$(firstword $(subst /src/, ,$(shell \
  find shared functions lab cli benchmarks -path '*/src/test/java/*/$(CLASS).java')))),$(error There is no test class $(CLASS)))

# `sam build` calls build-NAME for the function NAME (template.yaml, BuildMethod: makefile).
# ARCHITECTURE must equal the template's parameter: the artefact holds one native library.
ARCHITECTURE ?= arm64
ACCP = linux-$(if $(filter arm64,$(ARCHITECTURE)),aarch_64,$(ARCHITECTURE))
build-ReplicatorFunction:
	$(call artefact,replicator,14)

build-ReconcilerFunction:
	$(call artefact,reconciler,15)

build-HealthProbeFunction:
	$(call artefact,health-probe,15)

# $(1) is the module, $(2) its limit in MiB: Lambda loads the whole artefact at each start.
define artefact
	rm -rf functions/$(1)/target/lib
	$(MAVEN) -q -DskipTests -pl functions/$(1) -am package \
	  -Daccp.classifier=$(ACCP)
	mkdir -p "$(ARTIFACTS_DIR)/lib"
	cp functions/$(1)/target/$(1).jar functions/$(1)/target/lib/*.jar "$(ARTIFACTS_DIR)/lib/"
	@bytes=$$(cat "$(ARTIFACTS_DIR)"/lib/*.jar | wc -c); \
	  awk -v bytes=$$bytes 'BEGIN { printf "$(1): %.1f MiB of at most $(2)\n", bytes / 1048576; exit bytes > $(2) * 1048576 }' || \
	  { echo "$(1): the artefact is too large; ArtefactsTest says what may be in it" >&2; exit 1; }
endef
