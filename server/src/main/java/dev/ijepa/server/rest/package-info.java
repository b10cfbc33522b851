/**
 * The native HTTP API: images as they are in, JSON or NumPy out. It translates requests to the core
 * and results back.
 */
@NullMarked
package dev.ijepa.server.rest;

import org.jspecify.annotations.NullMarked;
