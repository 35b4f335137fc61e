# Every door of the project. `make help` lists them; CI goes through the same ones.
.DEFAULT_GOAL := help
SHELL := bash
MVN := mvn -B -ntp
JAVA := $(if $(JAVA_HOME),$(JAVA_HOME)/bin/java,java)
SOURCES := pom.xml $(shell find shared functions lab benchmarks -name pom.xml -o -path '*/src/main/*' -type f)
BUILT := lab/target/built
STANDBY ?= embedded
WITH_STANDBY := $(if $(filter embedded,$(STANDBY)),,$(if $(filter minio,$(STANDBY)),scripts/with-minio,$(error STANDBY is "$(STANDBY)" but must be embedded or minio)))
WITH_REAL = $(if $(REAL),minio="$$(scripts/minio)"; [ -n "$$minio" ] || exit 2; UNDERSTUDY_MINIO="$$minio")
LAB := $(WITH_STANDBY) $(JAVA) -Xmx512m -cp lab/target/lab.jar

.PHONY: help demo up probe soak test test-real terraform terraform-apply check format clean drill bench bench-smoke bench-reconcile

help: ## list the targets
	@awk -F ':.*## ' '/^[a-zA-Z%-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(BUILT) ## run the whole system in one JVM and prove that both sides are equal   [DIR=folder of yours, STANDBY=minio]
	@DIR="$(DIR)" $(LAB) dev.understudy.lab.DemoCommand

up: $(BUILT) ## keep the same system running until Ctrl-C   [STANDBY=minio, PORT_BASE=9000, or endpoints of real servers: README.md]
	@exec $(LAB) dev.understudy.lab.UpCommand

probe: ## the health probe's answer about the stack that `make up` keeps running   [ONLY=standby,edge]
	@ONLY="$(ONLY)" scripts/probe

drill: $(BUILT) ## make the primary fail under load, in three ways, and measure failover and the way back   [STANDBY=minio, DRILL_FACTOR=30 DRILL_SEED=]
	@$(LAB) dev.understudy.lab.DrillCommand

SECONDS ?= 180
soak: $(BUILT) ## stop and kill a real MinIO at random while 16 writers change 2,000 keys; then compare   [SECONDS=180 SEED= WRITERS= KEYS=]
	@minio="$$(scripts/minio)"; [ -n "$$minio" ] || exit 2; \
	UNDERSTUDY_MINIO="$$minio" SOAK_SECONDS="$(SECONDS)" SOAK_SEED="$(SEED)" SOAK_WRITERS="$(WRITERS)" SOAK_KEYS="$(KEYS)" \
	  $(LAB) dev.understudy.lab.SoakCommand

BENCH := $(JAVA) -cp benchmarks/target/benchmarks.jar dev.understudy.benchmarks.
bench: $(BUILT) ## measure everything that docs/performance.md claims, in eight minutes on two cores   [BENCH_ROUNDS=5, REAL=1 for a MinIO on both sides]
	@$(WITH_REAL) $(BENCH)Bench

bench-%: $(BUILT) ## one part of it: copy, small, calls, heap, cold, lag, mixed; or what the settings do: settings
	@$(WITH_REAL) $(BENCH)Bench $*

bench-smoke: $(BUILT) ## what no machine changes: calls per object, bytes moved, a heap that suffices
	@$(BENCH)BenchSmoke

bench-reconcile: $(BUILT) ## one pass over a million equal keys against listing both sides alone, in a heap of 64 MiB   [BENCH_KEYS= BENCH_ROUNDS= BENCH_MORE_KEYS=]
	@$(BENCH)ReconcileBench benchmarks/target/bench-reconcile.json

test: ## run every test that needs a JDK and Maven alone, and all checks
	$(MVN) verify

test-real: ## run the tests that need real servers   [UNDERSTUDY_MINIO=a binary; else the PATH's, else one built with Go]
	UNDERSTUDY_MINIO="$$(scripts/minio)" $(MVN) -Preal verify

sam-local: ## invoke every function in a container with every file of events/, against the stack   [needs SAM CLI and Docker]
	$(MVN) -Preal -pl lab -am -Dit.test=SamLocalIT -Dfailsafe.failIfNoSpecifiedTests=false verify

terraform: ## check terraform/: format, validate, test every module with mock providers, checkov, tables
	@scripts/terraform-check

terraform-apply: ## apply, change and destroy all of it on an emulator and stand-in providers   [TERRAFORM_AWS_EMULATOR=a command]
	@scripts/terraform-apply

check: ## format and static checks, without the tests
	$(MVN) -DskipTests verify

format: ## bring the sources into the one format
	$(MVN) -q spotless:apply

clean: ## remove everything that was built
	$(MVN) -q clean

$(BUILT): $(SOURCES)
	@echo "Building ..."
	@$(MVN) -q -DskipTests package
	@touch $@

# What `sam build` calls for the function of that name (template.yaml, BuildMethod: makefile).
# ARCHITECTURE must be the template's: the artefact holds one native library.
ARCHITECTURE ?= arm64
build-ReplicatorFunction:
	$(call artefact,replicator,20)

build-ReconcilerFunction:
	$(call artefact,reconciler,20)

build-HealthProbeFunction:
	$(call artefact,health-probe,20)

# $(1) is the module, $(2) how many MiB it may have: each start fetches and opens all of it.
define artefact
	rm -rf functions/$(1)/target/lib
	$(MVN) -q -DskipTests -pl functions/$(1) -am package \
	  -Daccp.classifier=linux-$(if $(filter arm64,$(ARCHITECTURE)),aarch_64,$(ARCHITECTURE))
	mkdir -p "$(ARTIFACTS_DIR)/lib"
	cp functions/$(1)/target/$(1).jar functions/$(1)/target/lib/*.jar "$(ARTIFACTS_DIR)/lib/"
	@bytes=$$(cat "$(ARTIFACTS_DIR)"/lib/*.jar | wc -c); \
	  awk -v bytes=$$bytes 'BEGIN { printf "$(1): %.1f MiB of at most $(2)\n", bytes / 1048576; exit bytes > $(2) * 1048576 }' || \
	  { echo "$(1): the artefact is too large; ArtefactsTest says what may be in it" >&2; exit 1; }
endef
