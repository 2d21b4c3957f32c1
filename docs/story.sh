#!/bin/sh
# The worked example: where DeepSeek's models train and run, as one news article told it, and then as seventeen
# other publications did. Every line of events/ was written by these commands, in this order.
#
#     docs/story.sh DIR          writes the log into DIR, which must be empty or not exist yet
#
# Nothing here is in the log that no source says. docs/story.md explains the choices and the answers.
set -eu

log=${1:?usage: docs/story.sh DIR}

# ---------------------------------------------------------------------------------------------------------------
# The log, and the questions that are asked of it
# ---------------------------------------------------------------------------------------------------------------

timeline init "$log" --title "Where DeepSeek's models train and run" >/dev/null
export TIMELINE_LOG="$log"

# A view is a table of entities by properties. Declaring one is all the configuration there is.
cat >"$log/timeline.toml" <<'END'
format = 1
title = "Where DeepSeek's models train and run"

[views.hardware]
title = "Where does each model train and run inference?"
properties = ["pre-training", "training", "post-training", "inference"]
latest = "occurred"
many = ["training", "inference"]

[views.models]
title = "What is each model, and when is it released?"
properties = [
    "release", "built-around", "parameters", "active-parameters", "corpus", "post-training-chips", "post-training-by",
]
latest = "occurred"
many = ["post-training-by"]

[views.chips]
title = "What is each accelerator said to be?"
properties = ["role", "design", "inference-performance"]
latest = "occurred"
END

# ---------------------------------------------------------------------------------------------------------------
# Part A, the sources: one article, and what it says that it rests on
# ---------------------------------------------------------------------------------------------------------------

# The origin of the post-training claim is the research group, and it gains by the claim: it is an interested party.
# Neither the announcement nor the article prints a day. What is sure: after the April release of the model, and not
# after 2026-11-23, when the capture reached us. One unknown day in a window is written [first..last].
timeline source shenzhen-gov --publisher "Shenzhen municipal government" \
    --published '[2026-04..2026-11-23]' --origin "the research group" --interested
timeline source scmp --publisher "South China Morning Post" \
    --published '[2026-04..2026-11-23]' --via shenzhen-gov

# "Back in August": the month is stated, the year is inferred (before the April release, and before the article). So
# the question mark stands at the year and not at the month. What these reports rest on is not said: they name neither
# --via nor --origin, and stay unresolved.
timeline source press-of-august --title "Earlier press reports on R2" --published '2025?-08'

# The vendor about its own model is an interested party too. The vendor testing another company's chip is not, as far
# as anyone says. The tests have no date at all: the article makes them known at the latest.
timeline source deepseek-docs --publisher DeepSeek --title "DeepSeek's own documentation" \
    --published '[2026-04..2026-11-23]' --origin DeepSeek --interested
timeline source deepseek-910c-test --publisher DeepSeek --title "Earlier DeepSeek testing of the 910C" \
    --origin DeepSeek
timeline source deepseek --publisher DeepSeek --because "had not commented on the post-training claim, says the article"

# The document in hand. It rests on different things for different claims, so what it rests on is given with each
# report below and not here.
timeline source toms-hardware --publisher "Tom's Hardware" \
    --published '[2026-04..2026-11-23]' --retrieved 2026-11-23 \
    --because 'the capture prints "2 hours ago" and no day'

# ---------------------------------------------------------------------------------------------------------------
# Part A, the events
# ---------------------------------------------------------------------------------------------------------------

# 1. A failed attempt fills no cell of a view; it is shown beside it. It happened on some day up to the report, and
#    the report's year is inferred: [..2025?-08].
failed=$(timeline add "DeepSeek could not complete a single successful training run of R2 on Huawei Ascend" \
    --type training.failed --occurred '[..2025?-08]' --said "back in August" \
    --source press-of-august --failed 'R2.training=Huawei Ascend' \
    --data '{"on_site": "Huawei engineers", "reasons_given": ["unstable performance",
             "slow chip-to-chip interconnects", "gaps in CANN, which Huawei offers in place of CUDA"]}' \
    --tag r2 --key r2-training-failed)
timeline report "$failed" toms-hardware --via press-of-august

# 2, 3. Two cells, two events: what replaced Ascend, and what did not.
fallback=$(timeline add "DeepSeek fell back on Nvidia GPUs for training R2" \
    --type training.moved --occurred '[..2025?-08]' --said "back in August" \
    --source press-of-august --fact 'R2.training=Nvidia' --tag r2 --key r2-training-nvidia)
timeline report "$fallback" toms-hardware --via press-of-august
kept=$(timeline add "DeepSeek left Ascend on inference for R2" \
    --type inference.kept --occurred '[..2025?-08]' --said "back in August" \
    --source press-of-august --fact 'R2.inference=Huawei Ascend' --tag r2 --key r2-inference-ascend)
timeline report "$kept" toms-hardware --via press-of-august

# 4. "Built around Ascend from the outset" says nothing about the hardware of the pre-training, so it is a property of
#    its own and fills no cell of the view hardware. A release is public on the day it happens, whoever writes about it
#    later: that is a report without a source.
released=$(timeline add "DeepSeek-V4-Pro released, the first DeepSeek model built around Ascend from the outset" \
    --type model.released --occurred '2026?-04' --said "released in April" \
    --source toms-hardware --fact 'V4-Pro.release=released' --fact 'V4-Pro.built-around=Huawei Ascend' \
    --tag v4 --key v4-pro-released)
public=$(timeline report "$released" --reported '2026?-04' --because "a release is public on its day")

# 5, 6. Properties of the model. "More than" is kept: it is a quantity, not a number. The corpus was read before the
#    release, and the article has its size from the vendor's documentation.
size=$(timeline add "V4-Pro has 1.6 trillion parameters" \
    --type model.described --occurred '2026?-04' \
    --source toms-hardware --fact 'V4-Pro.parameters=1.6 trillion' --tag v4 --key v4-pro-parameters)
corpus=$(timeline add "The pre-training corpus of V4-Pro has more than 32 trillion tokens" \
    --type model.described --occurred '[..2026?-04]' \
    --source deepseek-docs --fact 'V4-Pro.corpus=>32 trillion tokens' --tag v4 --key v4-pro-corpus)
timeline report "$corpus" toms-hardware --via deepseek-docs

# 7. The claim. Three outlets, one chain: the article rests on SCMP, SCMP on the government, the government on the
#    group. However many repeat it, it has one origin, and that origin is interested.
claim=$(timeline add \
    "A research group completed full-parameter post-training of V4-Pro on at least 1,000 Ascend 910C chips" \
    --type post-training.completed --occurred '[2026-04..2026-11-23]' \
    --source shenzhen-gov --fact 'V4-Pro.post-training=Huawei Ascend 910C' \
    --fact 'V4-Pro.post-training-chips=>=1000 chips' \
    --tag v4 --tag shenzhen-claim --key post-training-claim)
timeline report "$claim" scmp
timeline report "$claim" toms-hardware --via scmp

# 10, 11. The same article also doubts the claim, and says that DeepSeek had not commented. Neither is an event of its
#    own: they are stances on event 7. The silence is DeepSeek's, and known through the article.
timeline report "$claim" toms-hardware --stance doubts --because "no benchmarks, no run time, no comparison with \
Nvidia hardware, no figure for cluster efficiency; one more in a series of dubious claims"
silence=$(timeline report "$claim" deepseek --stance no-comment \
    --via toms-hardware --reported '[2026-04..2026-11-23]')

# 8. Who the group is: four values that one event gives to one cell hold together.
group=$(timeline add "The group is Huawei Technologies and three Shenzhen institutes" \
    --type group.named --occurred '[2026-04..2026-11-23]' --source shenzhen-gov \
    --fact 'V4-Pro.post-training-by=Huawei Technologies' \
    --fact 'V4-Pro.post-training-by=Shenzhen Loop Area Institute' \
    --fact 'V4-Pro.post-training-by=Shenzhen campus of Harbin Institute of Technology' \
    --fact 'V4-Pro.post-training-by=Shenzhen Research Institute of Big Data' \
    --tag v4 --tag shenzhen-claim --key post-training-group)
timeline report "$group" scmp
timeline report "$group" toms-hardware --via scmp

# 9. The chip. Two claims with two chains are two events: what the article says, and what it quotes from a test.
chip=$(timeline add "The Ascend 910C is the current flagship accelerator of Huawei, a dual-die part" \
    --type chip.described --occurred '[..2026-11-23]' --source toms-hardware \
    --fact 'Huawei Ascend 910C.role=flagship accelerator' --fact 'Huawei Ascend 910C.design=dual-die' \
    --tag chip --key ascend-910c)
tested=$(timeline add "The Ascend 910C gave roughly 60% of the inference performance of an Nvidia H100" \
    --type chip.tested --occurred '[..2026-11-23]' \
    --source deepseek-910c-test --fact 'Huawei Ascend 910C.inference-performance=~60 % of an Nvidia H100' \
    --tag chip --key ascend-910c-test)
timeline report "$tested" toms-hardware --via deepseek-910c-test

# 12. A remark of the article itself: here the chain starts. An origin inside an event's own report is beyond what the
#    options of `add` can say, so this one is written as the record that it is: one JSON object a line.
limits=$(timeline add - <<'END'
{"kind": "event", "key": "no-pre-training-shown", "type": "commentary", "title": "The claim does not show that Ascend can pre-train a frontier model from scratch", "occurred": "[2026-04..2026-11-23]", "reports": [{"source": "toms-hardware", "origin": {"name": "Tom's Hardware"}}], "tags": ["v4", "shenzhen-claim"]}
END
)

# ---------------------------------------------------------------------------------------------------------------
# Part B: what seventeen other publications say, read on 2026-11-23
# ---------------------------------------------------------------------------------------------------------------
# Everything from here on was recorded later. `--recorded-by` a moment between the two parts shows the log as it was
# after the article alone.

# The sources, as one batch: all or nothing. Where a page rests on the same thing for all that it says, the source names
# it; where not, its reports do. A page without a day gets the window that is sure: not before what it tells of, not
# after the day it was read. The Financial Times and Reuters were not read, only those who cite them.
timeline add - <<'END'
{"kind": "source", "name": "financial-times", "publisher": "Financial Times", "published": "2025-08-14", "origin": {"name": "people familiar with the matter"}, "because": "not read itself"}
{"kind": "source", "name": "trivium", "publisher": "Trivium China", "url": "https://triviumchina.com/2025/08/14/quick-take-deepseek-struggles-to-train-models-on-huawei", "published": "2025-08-14", "via": ["financial-times"], "retrieved": "2026-11-23"}
{"kind": "source", "name": "ai-revolution", "publisher": "AI Revolution (poltextLAB)", "url": "https://airevolution.poltextlab.com/deepseek-delays-new-ai-model-due-to-huawei-chip-issues", "published": "[2025-08-14..2026-11-23]", "via": ["financial-times"], "retrieved": "2026-11-23"}
{"kind": "source", "name": "aichief", "publisher": "aichief", "url": "https://aichief.com/news/deepseek-delays-r2-reverts-to-nvidia-after-huawei-setback", "published": "[2025-08-14..2026-11-23]", "via": ["financial-times"], "retrieved": "2026-11-23"}
{"kind": "source", "name": "deepnewz", "publisher": "DeepNewz", "url": "https://preview.deepnewz.com/china/deepseek-delays-r2-model-after-huawei-chip-setback-703eedb4", "published": "[2025-08-14..2026-11-23]", "via": ["financial-times"], "retrieved": "2026-11-23"}
{"kind": "source", "name": "reuters", "publisher": "Reuters", "published": "2026-04-04", "because": "not read itself"}
{"kind": "source", "name": "lanceum", "publisher": "lanceum", "url": "https://lanceum.com/news/deepseek-v4-trillion-parameter-huawei-chips", "published": "[2026-04-04..2026-04-24]", "via": ["reuters"], "retrieved": "2026-11-23"}
{"kind": "source", "name": "hongkong-info", "publisher": "HongKong.info", "url": "https://hongkong.info/en-us/news/detail-8959.html", "published": "2026-04-24", "retrieved": "2026-11-23"}
{"kind": "source", "name": "aesop-academy", "publisher": "AESOP Academy", "url": "https://aesopacademy.org/ai-news/articles/2026-04-25-deepseek-v4-huawei-ascend.html", "published": "2026-04-25", "retrieved": "2026-11-23"}
{"kind": "source", "name": "lapaas-voice", "publisher": "Lapaas Voice", "url": "https://voice.lapaas.com/deepseek-v4-is-adapted-to-run-on-huawei-chips/", "published": "[2026-04-24..2026-11-23]", "origin": {"name": "Huawei", "interested": true}, "retrieved": "2026-11-23"}
{"kind": "source", "name": "toknow", "publisher": "ToKnow", "url": "https://toknow.ai/posts/deepseek-v4-huawei-ascend-nvidia-monopoly-open-source-frontier", "published": "[2026-04-24..2026-11-23]", "retrieved": "2026-11-23"}
{"kind": "source", "name": "the-ledger", "publisher": "The Ledger", "url": "https://the-ledger.net/events/deepseek-v4-pro-release/", "published": "[2026-04-24..2026-11-23]", "retrieved": "2026-11-23"}
{"kind": "source", "name": "scmp-copy", "publisher": "dayoff.news", "title": "Copy of the article of the South China Morning Post", "url": "https://dayoff.news/cn/article/huawei-chips-refine-deepseek-model-in-major-leap-for-chinas-ai-self-reliance-c19d7728", "published": "2026-06-05", "via": ["scmp"], "retrieved": "2026-11-23"}
{"kind": "source", "name": "watchboard", "publisher": "Watchboard", "url": "https://watchboard.dev/china-tech-revolution/events/2026-06-05-huawei-ascend-910c-deepseek-v4pro-full-parameter-training-jun05-2026", "published": "[2026-06-05..2026-11-23]", "retrieved": "2026-11-23"}
{"kind": "source", "name": "lets-data-science", "publisher": "Let's Data Science", "title": "Copy on wpnews.pro", "url": "https://wpnews.pro/news/huawei-led-team-completes-post-training-of-deepseek-1-6t-model", "published": "2026-06-06", "via": ["toms-hardware"], "retrieved": "2026-11-23"}
{"kind": "source", "name": "msoft-news", "publisher": "MSoft News", "url": "https://msoftnews.com/posts/huawei-team-reports-full-post-training-of-deepseek-16-trillion-parameter-model-o", "published": "[2026-06-05..2026-11-23]", "retrieved": "2026-11-23"}
{"kind": "source", "name": "lavx-news", "publisher": "LavX News", "url": "https://news.lavx.hu/article/huawei-claims-successful-post-training-of-1-6t-parameter-model-using-domestic-ascend-910c-chips", "published": "[2026-06-05..2026-11-23]", "retrieved": "2026-11-23"}
END

# Corrections of our dates. The article was vague, the days were knowable all along: the mistake is ours, so neither
# --reported nor --source. Such a correction counts at every --as-of; only --recorded-by an earlier moment shows the old
# text.
timeline correct shenzhen-gov --set 'published="2026-06-05"' --set 'title="Social media post"' \
    --because "the post is of Friday 2026-06-05; not read itself"
timeline correct scmp --set 'published="2026-06-05"' --because "the copy on dayoff.news prints the day"
timeline correct toms-hardware --set 'published="[2026-06-05,2026-06-06]"' \
    --because "after SCMP of 2026-06-05, before the piece of 2026-06-06 that cites it"
timeline correct press-of-august --set 'published="[2025-08-14..2025-08-31]"' \
    --because "August was 2025: the Financial Times is of 2025-08-14, and nothing on R2 is known from before it"
timeline correct deepseek-docs --set 'published="[2026-04-24..2026-11-23]"' \
    --because "the model was released on 2026-04-24"
timeline correct "$silence" --set 'reported="[2026-06-05,2026-06-06]"' --because "as of the article"

# The failure of R2 itself stays undated: it happened on some day up to the first report, and no source says which.
for event in "$failed" "$fallback" "$kept"; do
    timeline correct "$event" --set 'occurred="[..2025-08-14]"' \
        --because "the Financial Times reported it on 2025-08-14"
done
for event in "$released" "$size"; do
    timeline correct "$event" --set 'occurred="2026-04-24"' --because "AESOP Academy prints the day of the release"
done
timeline correct "$public" --set 'reported="2026-04-24"' --because "AESOP Academy prints the day of the release"
timeline correct "$corpus" --set 'occurred="[..2026-04-24]"' --because "AESOP Academy prints the day of the release"
for event in "$claim" "$group"; do
    timeline correct "$event" --set 'occurred="[2026-04-24..2026-06-05]"' \
        --because "after the release of 2026-04-24, up to the announcement of 2026-06-05"
done
for event in "$chip" "$tested"; do
    timeline correct "$event" --set 'occurred="[..2026-06-06]"' --because "before the article of 2026-06-05 or -06"
done
timeline correct "$limits" --set 'occurred="[2026-06-05,2026-06-06]"' --because "with the article"

# R2: who else tells of events 1 to 3. Two of the three rest on the Financial Times, and it on people whom it does not
# name: three more reports on each event, one more origin. Nine records, made in a loop, are one batch.
for source in financial-times trivium ai-revolution; do
    for event in "$failed" "$fallback" "$kept"; do
        printf '{"kind": "report", "event": "%s", "source": "%s"}\n' "$event" "$source"
    done
done | timeline add -

# R2: what only they tell. "Keep using", "aiming" and "exploring" are weaker than "left Ascend on inference": each is an
# event of its own, planned or possible, so that no weaker word fills the cell. They have no date of their own, and none
# is made up: --occurred is left out.
delayed=$(timeline add "R2 delayed after the failed training on Ascend" \
    --type release.delayed --occurred '[..2025-08-14]' --source financial-times --source trivium \
    --source ai-revolution --fact 'R2.release=delayed' --tag r2 --key r2-delayed)
keeping=$(timeline add "DeepSeek will keep using Ascend for the inference of R2" \
    --type inference.planned --source trivium --planned 'R2.inference=Huawei Ascend' \
    --tag r2 --key r2-inference-keep-using)
exploring=$(timeline add "DeepSeek is still exploring whether Ascend can do the inference of R2" \
    --type inference.explored --source aichief --possible 'R2.inference=Huawei Ascend' \
    --tag r2 --key r2-inference-exploring)
aiming=$(timeline add "DeepSeek is aiming to run the inference of R2 on Huawei silicon" \
    --type inference.planned --source deepnewz --planned 'R2.inference=Huawei silicon' \
    --tag r2 --key r2-inference-aiming)
may=$(timeline add "R2 had been planned for May" \
    --type release.planned --occurred '2025?-05' --said "May" --source ai-revolution --source deepnewz \
    --planned 'R2.release=in May' --tag r2 --key r2-planned-for-may)
august=$(timeline add "The launch of R2 slipped from May to the second half of August" \
    --type release.planned --occurred '[2025?-08-16..2025?-08-31]' --said "the second half of August" \
    --source deepnewz --planned 'R2.release=in the second half of August' --tag r2 --key r2-planned-for-august)

# V4: more reports on the events of part A.
timeline report "$released" aesop-academy --origin DeepSeek --interested
timeline report "$size" aesop-academy --origin DeepSeek --interested
timeline report "$claim" scmp-copy
timeline report "$claim" watchboard --via scmp
timeline report "$claim" lets-data-science
timeline report "$limits" lets-data-science

# V4: what only they tell, as one batch. Pages that speak of V4 without saying which model get the entity V4: whether
# they mean V4-Pro or V4-Flash is not ours to say. Huawei about its own chips is an interested party. Watchboard's
# "pre-training included" is not in the SCMP article that it rests on: for this claim the chain starts at Watchboard.
#
# The last lines are links: what contradicts what, and which claim is another one garbled. Both sides stay. Within a
# batch a record points to another of the batch by key:K, and to an older one by its id.
timeline add - <<END
{"kind": "event", "key": "v4-will-run-on-950pr", "type": "inference.planned", "title": "V4 will run on Ascend 950PR", "facts": [{"entity": "V4", "property": "inference", "value": "Huawei Ascend 950PR", "mode": "planned"}], "reports": [{"source": "lanceum"}], "tags": ["v4"]}
{"kind": "event", "key": "v4-planned-one-trillion", "type": "model.planned", "title": "V4 will have one trillion parameters", "facts": [{"entity": "V4", "property": "parameters", "value": "1 trillion", "mode": "planned"}], "reports": [{"source": "lanceum"}], "tags": ["v4"]}
{"kind": "event", "key": "v4-preview-launched", "type": "model.released", "title": "V4 preview launched", "occurred": "2026-04-24", "facts": [{"entity": "V4", "property": "release", "value": "preview launched"}], "reports": [{"source": "hongkong-info"}], "tags": ["v4"]}
{"kind": "event", "key": "v4-one-trillion", "type": "model.described", "title": "V4 has a total of 1 trillion parameters", "occurred": "2026-04-24", "facts": [{"entity": "V4", "property": "parameters", "value": "1 trillion"}], "reports": [{"source": "hongkong-info"}], "tags": ["v4"]}
{"kind": "event", "key": "v4-flash-released", "type": "model.released", "title": "V4-Flash released", "occurred": "2026-04-24", "facts": [{"entity": "V4-Flash", "property": "release", "value": "released"}], "reports": [{"source": "aesop-academy", "origin": {"name": "DeepSeek", "interested": true}}], "tags": ["v4"]}
{"kind": "event", "key": "v4-pro-active-parameters", "type": "model.described", "title": "V4-Pro has 49 billion active parameters", "occurred": "2026-04-24", "facts": [{"entity": "V4-Pro", "property": "active-parameters", "value": "49 billion"}], "reports": [{"source": "aesop-academy", "origin": {"name": "DeepSeek", "interested": true}}], "tags": ["v4"]}
{"kind": "event", "key": "supernodes-compatible", "type": "support.announced", "title": "Huawei: its whole Ascend supernode line is compatible with V4-Pro and V4-Flash", "occurred": "2026-04-24", "facts": [{"entity": "V4-Pro", "property": "inference", "value": "Huawei Ascend supernodes", "mode": "possible"}, {"entity": "V4-Flash", "property": "inference", "value": "Huawei Ascend supernodes", "mode": "possible"}], "reports": [{"source": "aesop-academy", "origin": {"name": "Huawei", "interested": true}}], "tags": ["v4"]}
{"kind": "event", "key": "v4-flash-training-portion", "type": "training.described", "title": "Huawei: its chips did a portion of the training of V4-Flash", "facts": [{"entity": "V4-Flash", "property": "training", "value": "Huawei chips (a portion)"}], "reports": [{"source": "lapaas-voice"}], "tags": ["v4"]}
{"kind": "event", "key": "v4-inference-huawei", "type": "inference.described", "title": "Inference of V4 runs on Huawei hardware", "facts": [{"entity": "V4", "property": "inference", "value": "Huawei hardware"}], "reports": [{"source": "toknow"}], "tags": ["v4"]}
{"kind": "event", "key": "v4-training-partly-nvidia", "type": "training.described", "title": "Training of V4 still appears to be partly on Nvidia", "facts": [{"entity": "V4", "property": "training", "value": "Nvidia (partly)", "mode": "possible"}], "reports": [{"source": "toknow"}], "tags": ["v4"]}
{"kind": "event", "key": "v4-pro-training-in-part", "type": "training.described", "title": "V4-Pro trained in part on Ascend 950", "facts": [{"entity": "V4-Pro", "property": "training", "value": "Huawei Ascend 950 (in part)"}], "reports": [{"source": "the-ledger"}], "tags": ["v4"]}
{"kind": "event", "key": "v4-pro-complete-pipeline", "type": "pre-training.described", "title": "The complete pipeline of V4-Pro ran on Ascend 910C, pre-training included", "facts": [{"entity": "V4-Pro", "property": "pre-training", "value": "Huawei Ascend 910C"}], "reports": [{"source": "watchboard", "origin": {"name": "Watchboard"}, "quote": "the complete pipeline, pre-training included", "because": "SCMP, on which the page rests, does not say so"}], "tags": ["v4", "shenzhen-claim"]}
{"kind": "event", "key": "post-training-1000-chips", "type": "post-training.completed", "title": "Post-training of V4-Pro on 1,000 chips", "facts": [{"entity": "V4-Pro", "property": "post-training-chips", "value": {"op": "=", "value": 1000, "unit": "chips"}}], "reports": [{"source": "msoft-news", "because": "not \"at least\""}], "tags": ["v4", "shenzhen-claim"]}
{"kind": "event", "key": "no-independent-verification", "type": "commentary", "title": "No independent verification of the post-training claim", "reports": [{"source": "msoft-news"}], "tags": ["v4", "shenzhen-claim"]}
{"kind": "event", "key": "v4-pro-released-2024", "type": "model.released", "title": "V4-Pro released in April 2024", "occurred": "2024-04", "facts": [{"entity": "V4-Pro", "property": "release", "value": "released"}], "reports": [{"source": "lavx-news"}], "tags": ["v4"]}
{"kind": "link", "from": "key:v4-planned-one-trillion", "rel": "contradicts", "to": "$size", "because": "one trillion, not 1.6"}
{"kind": "link", "from": "key:v4-one-trillion", "rel": "contradicts", "to": "$size", "because": "1 trillion, not 1.6"}
{"kind": "link", "from": "key:v4-pro-released-2024", "rel": "contradicts", "to": "$released", "because": "2024, not 2026: a slip, against every other page"}
{"kind": "link", "from": "key:v4-pro-complete-pipeline", "rel": "contradicts", "to": "$limits", "because": "widens post-training to pre-training"}
{"kind": "link", "from": "key:v4-pro-training-in-part", "rel": "contradicts", "to": "key:v4-flash-training-portion", "because": "says of V4-Pro what others say of V4-Flash"}
{"kind": "link", "from": "key:v4-pro-complete-pipeline", "rel": "derived-from", "to": "$claim", "because": "the claim, widened"}
{"kind": "link", "from": "key:post-training-1000-chips", "rel": "derived-from", "to": "$claim", "because": "the claim without its \"at least\""}
{"kind": "link", "from": "$keeping", "rel": "derived-from", "to": "$kept", "because": "the same, told as what will be"}
{"kind": "link", "from": "$exploring", "rel": "derived-from", "to": "$kept", "because": "weaker than the report that the page rests on"}
{"kind": "link", "from": "$aiming", "rel": "derived-from", "to": "$kept", "because": "weaker than the report that the page rests on"}
{"kind": "link", "from": "$august", "rel": "supersedes", "to": "$may", "because": "the launch slipped"}
END
