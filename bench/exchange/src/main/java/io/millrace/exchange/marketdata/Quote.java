package io.millrace.exchange.marketdata;

/**
 * The best prices of one stock at one moment, in 1/10000 dollar, and the shares there; 0 where nothing rests.
 *
 * @param locate the number of the stock; boxed because it is the key by which quotes are conflated
 */
public record Quote(Integer locate, int bidPrice, long bidShares, int askPrice, long askShares) {}
