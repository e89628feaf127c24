# Bare `make` lists what people use, `make help-all` what there is. `make deploy` does the main job, `make test` passes the tests.
.DEFAULT_GOAL := help

ENV ?= dev

# ENVIRONMENTS=<folder> names a repository of your own: environments are read there, and all that is made of them lies there.
# A relative one starts where you stand: `make -C`, which turns -w on, has left that folder.
ifneq ($(findstring w,$(firstword $(subst --, - ,$(MAKEFLAGS)))),)
CALLER_FOLDER ?= $(PWD)
endif
CALLER_FOLDER ?= $(CURDIR)
export CALLER_FOLDER
ifneq ($(origin ENVIRONMENTS),undefined)
export ENVIRONMENTS
ifeq ($(strip $(ENVIRONMENTS)),)
$(error ENVIRONMENTS is set and empty: name a folder, or leave it out)
endif
endif

# Python 3.11 is what the lock file was made with; a newer one serves too.
ifndef PYTHON
PYTHON := $(shell for python in python3.11 python3; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
endif

# The project's own pinned Pipenv, whatever the machine has.
export PIPENV_IGNORE_VIRTUALENVS := 1
export PIPENV_VENV_IN_PROJECT := 1
export PIPENV_VERBOSITY := -1
# The tools read .env themselves, and for a local environment alone: it must not reach production's commands.
export PIPENV_DONT_LOAD_ENV := 1
PIPENV := .cache/pipenv/bin/pipenv
# Workers take a file at a time, and share one Keycloak. Unit tests keep two cores busy by two of them; tests with real
# parts wait for these two fifths of the time.
PARALLEL := -n 2 --dist loadfile
PARALLEL_LIVE := -n 3 --dist loadfile
# CDK=cdktn runs everything by cdktf's successor, in an environment of its own: nothing of Pipenv's is in it.
export CDK
ifeq ($(CDK),cdktn)
CDKTN_VENV := $(CURDIR)/.cache/cdktn/venv
RUN := env VIRTUAL_ENV="$(CDKTN_VENV)" PATH="$(CDKTN_VENV)/bin:$(PATH)"
else
RUN := $(PIPENV) run
endif
TOOLS := $(RUN) python -m tools
# What a deployment is about, and what was answered beforehand.
CHOICE = $(if $(CONFIRM),--confirm "$(CONFIRM)") $(if $(STACK),--stack "$(STACK)") $(if $(TEAM),--team "$(TEAM)")

# What people use, in the order in which they come to it; a screen has no room for more.
USED := deploy token diff access guardrails output gateway rotate demo destroy init doctor

.PHONY: help
help: ## list the targets that people use
	@awk -F ':.*## ' -v used="$(USED)" '/^[a-z-]+:.*## / {text[$$1] = $$2} \
		END {n = split(used, name, " "); for (i = 1; i <= n; i++) printf "make %-11s %s\n", name[i], text[name[i]]}' \
		$(firstword $(MAKEFILE_LIST))
	@echo "All others: make help-all"

.PHONY: help-all
help-all: ## list all targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-18s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

.PHONY: setup
setup: python ## install everything into this folder; nearly free when it is done
	@$(PYTHON) -m tools.bootstrap setup

.PHONY: doctor
doctor: python ## list what this machine lacks, with what each tool is for
	@$(PYTHON) -m tools.bootstrap doctor

.PHONY: python
python:
ifeq ($(PYTHON),)
	@echo "Python is missing: it runs the app and its tools; install 3.11 or newer" >&2; exit 1
endif

.PHONY: init
init: setup ## write a repository of your own (FOLDER=../ml-access)
	@$(TOOLS) init "$(FOLDER)"

.PHONY: deploy
deploy: setup ## deploy and prove it with tokens (ENV=dev, APPROVE=1, CONFIRM=, TAKE_OVER=, STACK=, TEAM=, REPLAN=1)
	@$(TOOLS) deploy $(ENV) $(if $(APPROVE),--auto-approve) $(CHOICE) $(if $(CHANGED),--changed) $(if $(REPLAN),--replan)

.PHONY: destroy
destroy: setup ## remove what deploy made (ENV=dev, STACK=, TEAM=, CONFIRM=)
	@$(TOOLS) destroy $(ENV) $(if $(APPROVE),--auto-approve) $(CHOICE)

.PHONY: demo
demo: setup ## walk through who reaches a model behind a real gateway, and who does not
	@$(TOOLS) demo

.PHONY: token
token: setup ## print an access token of a local environment (PRINCIPAL=, SCOPE=, ENV=dev, KEY=, APPLICATION=)
	@$(TOOLS) token "$(PRINCIPAL)" $(ENV) $(if $(SCOPE),--scope "$(SCOPE)") $(if $(KEY),--key "$(KEY)") $(if $(APPLICATION),--application "$(APPLICATION)")

.PHONY: rotate
rotate: setup ## give a consumer a new credential without an outage (CONSUMER=, ENV=dev, FINISH=1)
	@$(TOOLS) rotate "$(CONSUMER)" $(ENV) $(if $(FINISH),--finish) $(if $(APPROVE),--auto-approve) $(if $(PUBLIC_KEY),--public-key "$(PUBLIC_KEY)")

.PHONY: synth
synth: setup ## write the Terraform JSON of every environment to cdktf.out
	@$(TOOLS) cdktf synth

.PHONY: diff
diff: setup ## show what deploy would change (ENV=dev, STACK=, TEAM=, CHANGED=1)
	@$(TOOLS) diff $(ENV) $(if $(STACK),--stack "$(STACK)") $(if $(TEAM),--team "$(TEAM)") $(if $(CHANGED),--changed)

.PHONY: audit
audit: setup ## compare the realm as it is with what is declared; exits with 3 where it differs (ENV=dev, FORMAT=, REMOVE=FINDING, APPROVE=1)
	@$(TOOLS) audit $(ENV) $(if $(FORMAT),--format $(FORMAT)) $(if $(REMOVE),--remove "$(REMOVE)") $(if $(APPROVE),--auto-approve)

.PHONY: adopt
adopt: setup ## write the environment of a realm that exists, which its deployment leaves as it is (ENV=legacy, REALM= or FILE=, API=CLIENT_ID, BIND=ROLE=MODEL:ACTION, REPLACE=1, AGAIN=1)
	@$(TOOLS) adopt "$(ENV)" $(if $(REALM),--realm "$(REALM)") $(if $(FILE),--file "$(FILE)") $(if $(API),--api "$(API)") $(if $(BIND),--bind "$(BIND)") $(if $(REPLACE),--replace) $(if $(AGAIN),--again)

.PHONY: output
output: setup ## print what gateways and clients need to know (ENV=dev)
	@$(TOOLS) output $(ENV)

.PHONY: gateway
gateway: setup ## print a gateway's files, or write them to a folder (FOR=envoy, ENV=dev, API=, OUTPUT=)
	@$(TOOLS) gateway $(ENV) --for "$(FOR)" $(if $(API),--api "$(API)") $(if $(OUTPUT),--output "$(OUTPUT)")

.PHONY: guardrails
guardrails: setup ## list what the guardrails say of all environments, or of a saved plan (PLAN=FILE)
	@$(TOOLS) guardrails $(if $(PLAN),--plan "$(PLAN)") $(if $(STACK),--stack "$(STACK)")

.PHONY: access
access: setup ## show who may do what, by the files alone (ENV=dev, or ASK="why demo ada fraud-detector:explain")
	@$(TOOLS) access $(or $(ASK),matrix $(ENV))

.PHONY: access-report
access-report: setup ## write who may do what, findings and all, as one HTML page (ENV=dev, OUTPUT=FILE, SINCE=REVISION, PEOPLE=1)
	@$(TOOLS) access report $(ENV) $(if $(OUTPUT),--output "$(OUTPUT)") $(if $(SINCE),--since "$(SINCE)") $(if $(PEOPLE),--people)

.PHONY: ci-plan
ci-plan: setup ## in a pipeline: plan, judge the plans, and write them for a reviewer (ENV=prod)
	@$(TOOLS) ci plan $(ENV)

.PHONY: ci-comment
ci-comment: setup ## in a pipeline: write who gains and who loses, and the plans, as the pull request's one comment (BASE=REVISION)
	@$(TOOLS) ci comment

.PHONY: ci-apply
ci-apply: setup ## in a pipeline: deploy the plan that was reviewed, and no other (ENV=prod, REVIEWED=DIGEST)
	@$(TOOLS) ci apply $(ENV)

.PHONY: ci-drift
ci-drift: setup ## in a pipeline: exit with 3 where Keycloak is not as declared, and keep an issue about it (ENV=prod)
	@$(TOOLS) ci drift $(ENV)

.PHONY: ci-identity
ci-identity: setup ## let Keycloak know a pipeline by its platform's tokens, once (ENV=prod, ISSUER=URL, PLANNER=SUBJECT, DEPLOYER=SUBJECT)
	@$(TOOLS) ci identity $(ENV) --issuer "$(ISSUER)" --planner "$(PLANNER)" --deployer "$(DEPLOYER)"

.PHONY: deployer
deployer: setup ## make a client that may view one realm, and one that may change it (ENV=prod, CREATE_REALM=1, REMOVE=1)
	@$(TOOLS) deployer $(ENV) $(if $(CREATE_REALM),--create-realm) $(if $(REMOVE),--remove)

.PHONY: pipelines
pipelines: setup ## write workflows for GitHub Actions and GitLab CI into a repository of your own that has none
	@$(TOOLS) pipelines

.PHONY: invite
invite: setup ## send people the mail by which they set their password (PERSON=, ENV=dev)
	@$(TOOLS) invite $(ENV) $(if $(PERSON),"$(PERSON)")

.PHONY: keycloak
keycloak: setup ## start the local Keycloak (KEYCLOAK_PORT, KEYCLOAK_DATA)
	@$(TOOLS) keycloak start

.PHONY: keycloak-stop
keycloak-stop: setup ## stop the local Keycloak
	@$(TOOLS) keycloak stop

.PHONY: keycloak-reset
keycloak-reset: setup ## stop the local Keycloak and remove its data
	@$(TOOLS) keycloak reset

.PHONY: test
test: lint ## lint and run every test but those of OpenTofu and the long ones; measure the library's coverage
	@$(RUN) pytest tests/unit -m "not long" --cov $(PARALLEL)
	@$(RUN) pytest --ignore tests/unit -m "not opentofu and not long" $(PARALLEL_LIVE)

.PHONY: test-long
test-long: setup ## run what is long by nature: every fault, long walks, many inputs
	@$(RUN) pytest -m long $(PARALLEL_LIVE)

.PHONY: test-unit
test-unit: setup ## run the tests that need neither Terraform nor a network, but the slow ones
	@$(RUN) pytest tests/unit -m "not slow and not long" $(PARALLEL)

.PHONY: test-integration
test-integration: setup ## run the tests with real parts: Keycloak, Terraform, provider
	@$(RUN) pytest -m "integration and not long" $(PARALLEL_LIVE)

.PHONY: fuzz
fuzz: setup ## change real environment files, N of them, and see that each is answered in lines (N=100000 SEED=1)
	@$(PIPENV) run python -m tests.support.fuzz $(or $(N),100000) $(or $(SEED),1)

.PHONY: walk
walk: setup ## change declarations at random, deploy each, and compare Keycloak with it (STEPS=1000, SEED=, SHAPE=one or teams)
	@$(RUN) python -m tests.support.walk $(or $(STEPS),1000) $(if $(SEED),--seed $(SEED)) $(if $(SHAPE),--shape $(SHAPE))

.PHONY: test-gateways
test-gateways: setup ## run the tests through real gateways and a real browser
	@$(RUN) pytest -m "e2e and not long" $(PARALLEL_LIVE)

.PHONY: test-opentofu
test-opentofu: setup ## run the tests with OpenTofu in Terraform's place; builds it first where it is not on PATH
	@$(RUN) pytest -m opentofu

.PHONY: security
security: setup ## test the security baseline live, and write docs/reference/security.md by what the tests see
	@$(RUN) pytest tests/integration/security --write-security-page

.PHONY: snapshot
snapshot: setup ## compare the Terraform JSON of every stack with its reviewed snapshot
ifeq ($(ENVIRONMENTS),)
	@$(RUN) pytest -m unit -k snapshot
else
	@$(TOOLS) snapshot
endif

.PHONY: snapshot-update
snapshot-update: setup ## write the snapshots of the stacks anew
ifeq ($(ENVIRONMENTS),)
	@$(RUN) pytest -m unit --snapshot-update -k snapshot
else
	@$(TOOLS) snapshot --update
endif

.PHONY: docs
docs: setup ## write the reference of environment files, guardrail rules and adopted realms anew from the types, rules and tables
	@$(RUN) python -m tools.reference
	@$(RUN) python -m tools.guardrails.rule_reference
	@$(RUN) python -m tools.own_values_reference
	@$(RUN) python -m tools.style_reference
	@$(RUN) python -m tools.preset_reference

.PHONY: site
site: setup ## build the documentation as a site with a search, in build/site; every link is checked (SITE_SOURCE=URL of the code)
	@$(RUN) python -m tools.site

.PHONY: readme-picture
readme-picture: setup ## take docs/images/access-report.png anew, in a real browser
	@$(RUN) python -m tests.support.reports

.PHONY: schema
schema: setup ## write the JSON Schemas of the environment files anew from the types
	@$(TOOLS) schema

.PHONY: benchmark
benchmark: setup ## deploy 300 consumers by us, as plain HCL and by direct calls, and print what each costs; LARGE=1: 1,000
	@$(TOOLS) benchmark $(if $(LARGE),--large)

.PHONY: benchmark-gateway
benchmark-gateway: setup ## print what Envoy and the FastAPI preset add to a call, and which goals that meets
	@$(TOOLS) benchmark-gateway

.PHONY: lint
lint: setup ## check style, format and types
	@$(RUN) ruff check
	@$(RUN) ruff format --check
ifeq ($(CDK),cdktn)
	@echo "types are checked against cdktf's: run make lint without CDK=cdktn"
else
	@$(RUN) mypy
endif

.PHONY: format
format: setup ## format the code and fix what ruff can fix
	@$(RUN) ruff check --fix
	@$(RUN) ruff format

.PHONY: clean
clean: ## remove what set-up and synth made; the local Keycloak's data and .env stay
	rm -rf .venv node_modules provider_bindings/.generated cdktf.out .mypy_cache .pytest_cache .ruff_cache
	rm -rf .cache/cdktn build ml_api_security.egg-info
	rm -rf .cache/pipenv .cache/provider-mirror .cache/provider.json .cache/terraformrc .cache/logs .cache/locks .cache/model-server
	rm -rf .cache/site .cache/site-pages .cache/site-requirements.txt .cache/mermaid .cache/d3 .cache/axe-core
