package dev.tutti.sync;

import io.vertx.core.VerticleBase;

/** Owns a share of the events, locks and other primitives, by name, on its event loop. It has none to own as yet. */
public final class SyncVerticle extends VerticleBase {}
