"""Judgements in long form, scales, reliability data, patterns, profiles."""
