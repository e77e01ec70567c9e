package dev.tutti.kill;

import java.util.List;

/** The tokens of locks or permits on detached leases, by which any client may use them. */
record Tokens(Register register, List<?> tokens) {}
