-- Every fact as it was told, once per telling: the position (stream, seq, idx) is
-- the row's identity; a reader's identity is (tenant, fact_id), tellings joined by
-- the fold. No partitions: one insert must be one part, so that its token guards
-- the whole of it.
CREATE TABLE facts {on_cluster} (
  tenant LowCardinality(String),
  site LowCardinality(String),
  -- The hour it belongs to: of the offer for contacts, of the happening otherwise.
  hour DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  stream LowCardinality(String),
  -- Sequence of the message in its stream, and place within the batch.
  seq UInt64 CODEC(DoubleDelta, ZSTD(1)),
  idx UInt16 CODEC(T64, ZSTD(1)),
  at DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  -- contact, agent or source.
  about LowCardinality(String),
  kind LowCardinality(String),
  source LowCardinality(String),
  -- Empty where there is none.
  queue LowCardinality(String),
  agent LowCardinality(String),
  leg_id String CODEC(ZSTD(1)),
  contact_id String CODEC(ZSTD(1)),
  fact_id String CODEC(ZSTD(1)),
  -- The fact as it travelled: floorcast.event.v1.Fact, protobuf.
  fact String CODEC(ZSTD(3)),
  stored_at DateTime('UTC') DEFAULT now() CODEC(DoubleDelta, ZSTD(1)),
  INDEX facts_at at TYPE minmax GRANULARITY 1,
  INDEX facts_seq seq TYPE minmax GRANULARITY 1
)
ENGINE = {replicated}MergeTree
ORDER BY (tenant, site, hour, about, stream, seq, idx)
SETTINGS non_replicated_deduplication_window = 10000;

-- How far each table is, per stream. Written after the rows it speaks of.
CREATE TABLE watermarks {on_cluster} (
  name LowCardinality(String),
  position UInt64,
  written_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = {replicated}ReplacingMergeTree(position)
ORDER BY name;

-- The folds' state every 15 minutes: any past minute is rebuilt from the nearest
-- state and the raw facts after it.
CREATE TABLE state_snapshots {on_cluster} (
  tenant LowCardinality(String),
  at DateTime64(3, 'UTC'),
  position UInt64,
  fold_version UInt32,
  state String CODEC(ZSTD(3))
)
ENGINE = {replicated}ReplacingMergeTree(position)
ORDER BY (tenant, at)
SETTINGS non_replicated_deduplication_window = 1000;
