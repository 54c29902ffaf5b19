"""The review site: its pages as pure values, and the site engine that turns them into a site."""
