# Every door of the project. `make help` lists them; CI goes through the same ones.
.DEFAULT_GOAL := help
SHELL := bash
MVN := mvn -B -ntp
JAVA := $(if $(JAVA_HOME),$(JAVA_HOME)/bin/java,java)
SOURCES := pom.xml $(shell find shared functions lab -name pom.xml -o -path '*/src/main/*' -type f)
BUILT := lab/target/built
STANDBY ?= embedded
WITH_STANDBY := $(if $(filter embedded,$(STANDBY)),,$(if $(filter minio,$(STANDBY)),scripts/with-minio,$(error STANDBY is "$(STANDBY)" but must be embedded or minio)))
WITH_REAL = $(if $(REAL),minio="$$(scripts/minio)"; [ -n "$$minio" ] || exit 2; UNDERSTUDY_MINIO="$$minio")
LAB := $(WITH_STANDBY) $(JAVA) -Xmx512m -cp lab/target/lab.jar

.PHONY: bench bench-smoke help demo up soak test test-real faults terraform terraform-apply check format clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-zA-Z%-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(BUILT) ## run the whole system in one JVM and prove that both sides are equal   [DIR=folder of yours, STANDBY=minio]
	@DIR="$(DIR)" $(LAB) dev.understudy.lab.Demo

up: $(BUILT) ## keep the same system running until Ctrl-C   [STANDBY=minio, PORT_BASE=9000, or endpoints of real servers: README.md]
	@exec $(LAB) dev.understudy.lab.Up

SECONDS ?= 180
soak: $(BUILT) ## stop and kill a real MinIO at random while 16 writers change 2,000 keys; then compare   [SECONDS=180 SEED= WRITERS= KEYS=]
	@minio="$$(scripts/minio)"; [ -n "$$minio" ] || exit 2; \
	UNDERSTUDY_MINIO="$$minio" SOAK_SECONDS="$(SECONDS)" SOAK_SEED="$(SEED)" SOAK_WRITERS="$(WRITERS)" SOAK_KEYS="$(KEYS)" \
	  $(LAB) dev.understudy.lab.Soak

BENCH := $(JAVA) -cp lab/target/lab.jar dev.understudy.lab.bench.
bench: $(BUILT) ## measure everything that docs/performance.md claims, in six minutes   [BENCH_ROUNDS=5, REAL=1 for a MinIO on both sides]
	@$(WITH_REAL) $(BENCH)Bench

bench-%: $(BUILT) ## one part of it: copy, small, calls, heap, cold, lag, mixed; or what the settings do: settings
	@$(WITH_REAL) $(BENCH)Bench $*

bench-smoke: $(BUILT) ## what no machine changes: calls per object, bytes moved, a heap that suffices
	@$(BENCH)Smoke

test: ## run every test that needs a JDK and Maven alone, and all checks
	$(MVN) verify

test-real: ## run the tests that need real servers   [UNDERSTUDY_MINIO=a binary; else the PATH's, else one built with Go]
	UNDERSTUDY_MINIO="$$(scripts/minio)" $(MVN) -Preal verify

faults: $(BUILT) ## judge the table of docs/faults.md by the reports of the last make test and make test-real
	@$(JAVA) -cp lab/target/lab.jar dev.understudy.lab.Faults

terraform: ## check terraform/: format, validate, and test every module with mock providers
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
	$(call artefact,replicator)

build-ReconcilerFunction:
	$(call artefact,reconciler)

define artefact
	rm -rf functions/$(1)/target/lib
	$(MVN) -q -DskipTests -pl functions/$(1) -am package \
	  -Daccp.classifier=linux-$(if $(filter arm64,$(ARCHITECTURE)),aarch_64,$(ARCHITECTURE))
	mkdir -p "$(ARTIFACTS_DIR)/lib"
	cp functions/$(1)/target/$(1).jar functions/$(1)/target/lib/*.jar "$(ARTIFACTS_DIR)/lib/"
	@du -sh --apparent-size "$(ARTIFACTS_DIR)"
endef
