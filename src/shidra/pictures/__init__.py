"""Maps and charts as text: plain values in, one SVG out. Knows neither Django nor the database."""
